using Amazon.Runtime;
using Amazon.SageMaker.Model;
using ControlPlane.Aws.Calls;
using ControlPlane.Aws.Sts;
using ControlPlane.Entitlements;
using ControlPlane.SignIn;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.SageMaker;

/// <summary>Vends presigned URLs: one call to AWS when the vend session is cached, two when it is not.</summary>
sealed class SageMakerVendor(
    VendSessions sessions, SageMakerClients clients, AwsCaller caller, NewProfiles newProfiles, IOptions<AwsOptions> options, TimeProvider time)
    : IStudioVendor
{
    public async Task<StudioUrl> VendAsync(LaunchOrder order, CancellationToken ct)
    {
        var call = new AwsCall("SageMaker", "CreatePresignedDomainUrl", order.Route.Account.Id, order.Route.Profile.Region);
        try
        {
            return await PresignPatientlyAsync(order, call, ct);
        }
        catch (AmazonServiceException error)
        {
            throw AwsErrors.PresignDenied(order.Route.Profile, call, error);
        }
    }

    public VendSession SessionOf(Route route) => sessions.Describe(route);

    // AWS sees the tags of a new profile with a delay, and the vend role's policy asks for them.
    async Task<StudioUrl> PresignPatientlyAsync(LaunchOrder order, AwsCall call, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await PresignAsync(order, call, ct);
            }
            catch (AmazonServiceException error) when (AwsFaults.Of(error) is AwsFault.Denied && newProfiles.Contains(order.Route.Profile))
            {
                var pause = TimeSpan.FromMilliseconds(250) + Jitter.After(attempt, AwsFault.Throttled);
                if (time.GetElapsedTime(began) + pause > options.Value.NewProfilePatience)
                {
                    throw;
                }

                await Task.Delay(pause, time, ct);
            }
        }
    }

    async Task<StudioUrl> PresignAsync(LaunchOrder order, AwsCall call, CancellationToken ct)
    {
        var session = await sessions.GetAsync(order.Route, ct);
        try
        {
            return await SendAsync(session, order, call, ct);
        }
        catch (AmazonServiceException error) when (AwsFaults.Of(error) is AwsFault.SessionExpired)
        {
            // AWS ended it before its time, as when sessions are revoked. Once more with a new one.
            sessions.Forget(order.Route, session);
            return await SendAsync(await sessions.GetAsync(order.Route, ct), order, call, ct);
        }
    }

    async Task<StudioUrl> SendAsync(AwsSession session, LaunchOrder order, AwsCall call, CancellationToken ct)
    {
        using var client = clients.For(session, call.Region);
        var request = Request(order);
        // Counted from before the call: the URL never lives longer than we say.
        var expiresAt = time.GetUtcNow() + order.UrlLifetime;
        var answer = await caller.CallAsync(call, token => client.CreatePresignedDomainUrlAsync(request, token), ct);
        return Uri.TryCreate(answer.AuthorizedUrl, UriKind.Absolute, out var url) && IsTrusted(url)
            ? new StudioUrl(url, expiresAt)
            : throw AwsErrors.UrlUnusable(order.Route.Profile, call);
    }

    // Plain http is for one case alone: the configured SageMaker endpoint is itself plain http, which only loopback may be.
    bool IsTrusted(Uri url) => url.Scheme == Uri.UriSchemeHttps
        || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback
            && options.Value.Endpoints.SageMaker?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) is true);

    static CreatePresignedDomainUrlRequest Request(LaunchOrder order) => new()
    {
        DomainId = order.Route.Profile.Domain.Domain.ToString(),
        UserProfileName = order.Route.Profile.Profile,
        ExpiresInSeconds = (int)order.UrlLifetime.TotalSeconds,
        SessionExpirationDurationInSeconds = (int)order.Route.SessionLength.TotalSeconds,
        LandingUri = order.LandingUri,
        SpaceName = order.Space,
    };
}
