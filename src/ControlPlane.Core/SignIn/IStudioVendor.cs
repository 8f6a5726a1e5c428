using ControlPlane.Entitlements;

namespace ControlPlane.SignIn;

/// <summary>Vends presigned URLs: one vend session for each user and team, one action on one profile.</summary>
public interface IStudioVendor
{
    /// <summary>Asks the target account for a presigned URL.</summary>
    /// <exception cref="Errors.RefusedException"><c>ASSUME_ROLE_DENIED</c>, <c>PRESIGN_DENIED</c>, <c>AWS_THROTTLED</c>,
    /// <c>AWS_UNAVAILABLE</c>.</exception>
    Task<StudioUrl> VendAsync(LaunchOrder order, CancellationToken ct);

    /// <summary>How the session that vends along a route is named in AWS. Asks nobody.</summary>
    /// <exception cref="Errors.RefusedException"><c>USER_ID_UNUSABLE</c>.</exception>
    VendSession SessionOf(Route route);
}

/// <summary>The session that vends, as CloudTrail shows it.</summary>
/// <param name="Name">Its <c>RoleSessionName</c>.</param>
/// <param name="SourceIdentity">Its source identity.</param>
/// <param name="Tags">Its session tags.</param>
/// <param name="StsRegion">The Region whose STS opens it.</param>
/// <param name="Lifetime">How long it lasts: it may have been opened that long before it is used.</param>
public sealed record VendSession(string Name, string SourceIdentity, IReadOnlyDictionary<string, string> Tags, string StsRegion, TimeSpan Lifetime);
