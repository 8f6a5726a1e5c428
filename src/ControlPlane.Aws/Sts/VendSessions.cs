using Amazon.SecurityToken.Model;
using ControlPlane.Entitlements;
using ControlPlane.Profiles;
using ControlPlane.SignIn;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.Sts;

/// <summary>Sessions of the vend roles: each for one user, team and profile, and good for one action on that profile. Were our own code
/// wrong about who asks, AWS would still refuse to open another's profile.</summary>
sealed class VendSessions(RoleSessions roles, StsClients clients, IOptions<AwsOptions> options, TimeProvider time)
{
    readonly SessionCache<VendKey> _cache = new(
        new("vend", options.Value.VendSessionsKept, options.Value.SessionMargin, Renewal: TimeSpan.Zero, options.Value.RefusalHold), time);

    public Task<AwsSession> GetAsync(Route route, CancellationToken ct)
        => _cache.GetAsync(VendKey.Of(route), () => roles.OpenAsync(route.Account.Id, route.Profile.Region, Request(route)), ct);

    public void Forget(Route route, AwsSession session) => _cache.Forget(VendKey.Of(route), session);

    /// <summary>How the session is named.</summary>
    public VendSession Describe(Route route)
    {
        // Studio can take the session's name over as the name of the execution role's session, so it is the user's
        // (SageMaker API, ExecutionRoleSessionNameMode).
        var name = EscapedId.ForSession(route.User.ToString());
        var tags = new Dictionary<string, string>
        {
            [ProfileTags.User] = EscapedId.ForTag(route.User.ToString()),
            [ProfileTags.Team] = route.Team.Id.ToString(),
        };
        return new(name, name, tags, clients.RegionFor(route.Profile.Region).ToString(), options.Value.VendSession);
    }

    AssumeRoleRequest Request(Route route)
    {
        var session = Describe(route);
        return new()
        {
            RoleArn = route.Account.VendRole,
            RoleSessionName = session.Name,
            SourceIdentity = session.SourceIdentity,
            ExternalId = route.Account.ExternalId,
            DurationSeconds = (int)session.Lifetime.TotalSeconds,
            Policy = PresignPolicy.For(route.Account.Partition, route.Profile),
            Tags = [.. session.Tags.Select(t => new Tag { Key = t.Key, Value = t.Value })],
            TransitiveTagKeys = [.. session.Tags.Keys],
        };
    }
}
