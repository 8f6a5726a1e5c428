using System.Collections.Frozen;

namespace ControlPlane.Server.Authorization;

/// <summary>What the owners of a team may call for it, as data. A method without a row is for those alone who have its permission for
/// everything, and a test holds the rows against the descriptors.</summary>
static class RpcDelegation
{
    /// <summary>The role whose permissions an owner has for the team.</summary>
    public const string Role = "teamowner";

    const string Entitlements = "/controlplane.v1.EntitlementService/";
    const string Teams = "/controlplane.v1.TeamService/";

    /// <summary>How each method names the team.</summary>
    public static FrozenDictionary<string, DelegationRule> ByMethod { get; } = new Dictionary<string, DelegationRule>
    {
        [Teams + "GetTeam"] = new("name"),
        [Teams + "ListTeams"] = new() { IsNarrowed = true },
        [Teams + "WatchTeams"] = new() { IsNarrowed = true },
        [Entitlements + "GetEntitlement"] = new("name"),
        [Entitlements + "ListEntitlements"] = new("parent") { IsNarrowed = true },
        [Entitlements + "WatchEntitlements"] = new("parent") { IsNarrowed = true },
        // The name inside is optional. When it is there it must not lead to another team than the parent.
        [Entitlements + "CreateEntitlement"] = new("parent", "entitlement.name"),
        [Entitlements + "UpdateEntitlement"] = new("entitlement.name"),
        [Entitlements + "DeleteEntitlement"] = new("name"),
        [Entitlements + "RevokeEntitlement"] = new("name"),
        [Entitlements + "ListLiveAccesses"] = new("parent"),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

/// <summary>How a request names the team that it is about.</summary>
/// <param name="TeamFields">The fields with a resource name that begins with <c>teams/{team}</c>, by their path. The first must be set; all
/// that are set must name the same team. None when the method is about all teams.</param>
sealed record DelegationRule(params IReadOnlyList<string> TeamFields)
{
    /// <summary>Whether the method may be about all teams (<c>teams/-</c>, or no field at all) and answers with those that the caller owns,
    /// for which its handler asks <see cref="CallAccess"/>.</summary>
    public bool IsNarrowed { get; init; }
}
