using System.Threading.RateLimiting;
using ControlPlane.Server.Authorization;
using ControlPlane.Server.Options;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Web;

/// <summary>How many SAML responses one network may post. Each is checked with cryptography, and each that is refused is audited: a flood
/// must neither take the processors nor fill the log.</summary>
sealed class PostLimit(IOptions<ServerOptions> options, AccessMetrics metrics) : IRateLimiterPolicy<string>
{
    static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    // The page of every other refusal, made where all of them are made.
    public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected => (rejected, _) =>
    {
        metrics.Limited("saml");
        throw WebErrors.TooManyRequests(
            rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1));
    };

    public RateLimitPartition<string> GetPartition(HttpContext httpContext)
    {
        var limit = options.Value.SamlPostsPerMinute;
        var network = ClientPartition.Of(httpContext.Connection.RemoteIpAddress);
        return limit is 0
            ? RateLimitPartition.GetNoLimiter(network)
            : RateLimitPartition.GetTokenBucketLimiter(network, _ => new()
            {
                TokenLimit = limit,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = _window / limit,
                QueueLimit = 0,
            });
    }
}
