using System.Threading.RateLimiting;

namespace ControlPlane.Server.Authorization;

/// <summary>How often one caller may call what is expensive: <see cref="RpcPolicy.CallsPerMinute"/>.</summary>
sealed class CallLimits(AccessMetrics metrics) : IDisposable
{
    static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    readonly PartitionedRateLimiter<(string Method, string Caller)> _limiter = PartitionedRateLimiter.Create<(string Method, string Caller), (string, string)>(
        call => RateLimitPartition.GetTokenBucketLimiter(call, c => new()
        {
            TokenLimit = RpcPolicy.CallsPerMinute[c.Item1],
            TokensPerPeriod = 1,
            ReplenishmentPeriod = _window / RpcPolicy.CallsPerMinute[c.Item1],
            QueueLimit = 0,
        }));

    /// <summary>Counts a call.</summary>
    /// <exception cref="Errors.RefusedException"><c>TOO_MANY_REQUESTS</c>.</exception>
    public void Take(string method, Caller caller)
    {
        if (!RpcPolicy.CallsPerMinute.ContainsKey(method))
        {
            return;
        }

        using var lease = _limiter.AttemptAcquire((method, caller.Name));
        if (!lease.IsAcquired)
        {
            metrics.Limited("api");
            throw CallerErrors.TooManyRequests(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : _window);
        }
    }

    public void Dispose() => _limiter.Dispose();
}
