using System.Globalization;
using System.Net;
using ControlPlane.Domains;
using ControlPlane.Errors;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>Every reason for which an entitlement, a condition or a route is refused.</summary>
static class EntitlementErrors
{
    const string GroupsUnknown =
        " The identity provider sent a link instead of the groups, so no group could be looked at: an administrator must limit the groups in its claim.";

    // A team that does not exist and a team that is not theirs read the same.
    public static RefusedException NotFound(Principal principal, TeamId? team) => new(
        RefusalKind.Denied, "ENTITLEMENT_NOT_FOUND",
        $"You are signed in as {principal.User}, but {(team is { } t ? $"team '{t}'" : "no Studio team")} is {(team is null ? "" : "not ")}assigned to you."
        + (principal.GroupsUnknown ? GroupsUnknown : ""))
    {
        Metadata = Of(principal.User, team),
        Fix = principal.GroupsUnknown
            ? "An administrator of the identity provider limits the group claim to the groups that are assigned to the application."
            : "Ask the owner of the team, who entitles the person or one of their groups; the groups come from the identity provider.",
    };

    public static RefusedException Expired(Principal principal, Entitlement ended) => new(
        RefusalKind.Denied, "ENTITLEMENT_EXPIRED", $"The access of {principal.User} to team '{ended.Team}' ended at {Time(ended.NotAfter)}.")
    {
        Metadata = new Dictionary<string, string>(Of(principal.User, ended.Team)) { ["ended"] = Time(ended.NotAfter) },
        Fix = "The owner of the team extends the entitlement.",
    };

    public static RefusedException NotYet(Principal principal, Entitlement coming) => new(
        RefusalKind.Denied, "ENTITLEMENT_NOT_YET", $"The access of {principal.User} to team '{coming.Team}' begins at {Time(coming.NotBefore)}.")
    {
        Metadata = new Dictionary<string, string>(Of(principal.User, coming.Team)) { ["begins"] = Time(coming.NotBefore) },
        Fix = "The person signs in again when it has begun, or the owner of the team lets it begin earlier.",
    };

    public static RefusedException TeamUnknown(Principal principal, TeamId team) => new(
        RefusalKind.Precondition, "TEAM_UNKNOWN", $"You are entitled to team '{team}', but the catalog has no such team.")
    {
        Metadata = Of(principal.User, team),
        Fix = "An operator adds the team to the catalog or removes its entitlements.",
    };

    public static RefusedException TeamSuspended(Team team) => new(
        RefusalKind.Precondition, "TEAM_SUSPENDED", $"Team '{team.Id}' is suspended and cannot be opened.")
    {
        Metadata = new Dictionary<string, string> { ["team"] = team.Id.ToString() },
        Fix = "An operator lifts the suspension of the team.",
    };

    public static RefusedException MfaRequired(Team team, Principal principal) => new(
        RefusalKind.Denied, "MFA_REQUIRED",
        $"Team '{team.Id}' demands more than one factor, and {principal.IdentityProvider} did not say that {principal.User} used one. Sign in again with a second factor.")
    {
        Metadata = new Dictionary<string, string>(Of(principal.User, team.Id)) { ["identity_provider"] = principal.IdentityProvider },
        Fix = "The person signs in with a second factor; if they did, an administrator sets MultiFactorEvidence of the identity provider.",
    };

    public static RefusedException AuthnContextTooWeak(Team team, Principal principal) => new(
        RefusalKind.Denied, "AUTHN_CONTEXT_TOO_WEAK",
        $"Team '{team.Id}' demands a stronger sign-in than the one that {principal.IdentityProvider} vouches for. Sign in again in the way that the team demands.")
    {
        Metadata = new Dictionary<string, string>(Of(principal.User, team.Id))
        {
            ["identity_provider"] = principal.IdentityProvider,
            ["authentication_context"] = principal.AuthnContext ?? "not given",
            ["demanded"] = string.Join(" ", team.Conditions.AuthnContexts),
        },
        Fix = "The person signs in in one of the demanded ways; if they did, an administrator of the identity provider lets it say so in AuthnContextClassRef.",
    };

    public static RefusedException NetworkNotAllowed(Team team, IPAddress? address) => new(
        RefusalKind.Denied, "NETWORK_NOT_ALLOWED",
        $"Team '{team.Id}' cannot be opened from {(address is null ? "an unknown address" : $"the address {address}")}. Connect to one of the team's networks and sign in again.")
    {
        Metadata = new Dictionary<string, string> { ["team"] = team.Id.ToString(), ["address"] = address?.ToString() ?? "" },
        Fix = "The person connects to an allowed network, for example by VPN; or the owner of the team adds the network.",
    };

    public static RefusedException EndsTooSoon(Principal principal, TeamId team, DateTimeOffset end) => new(
        RefusalKind.Denied, "ENTITLEMENT_ENDS_TOO_SOON",
        $"The access of {principal.User} to team '{team}' ends at {Time(end)}, and a Studio session cannot be shorter than 30 minutes.")
    {
        Metadata = new Dictionary<string, string>(Of(principal.User, team)) { ["ends"] = Time(end) },
        Fix = "The owner of the team extends the entitlement.",
    };

    public static RefusedException SessionTooShort(Principal principal, TeamId team, DateTimeOffset bound) => new(
        RefusalKind.Denied, "SESSION_TOO_SHORT",
        $"{principal.IdentityProvider} ends this session at {Time(bound)}, and a Studio session cannot be shorter than 30 minutes. Sign in again there.")
    {
        Metadata = new Dictionary<string, string>(Of(principal.User, team))
        {
            ["identity_provider"] = principal.IdentityProvider,
            ["session_ends"] = Time(bound),
        },
        Fix = "The person signs in anew at the identity provider; if it always happens, an administrator lengthens its sessions.",
    };

    public static RefusedException NoDomain(Team team, IReadOnlyList<PassedOver> passed) => new(
        RefusalKind.Precondition, "NO_DOMAIN_AVAILABLE",
        $"No domain of team '{team.Id}' can take a new profile: {string.Join(" ", passed.Select(p => $"{p.Domain.Domain} in {p.Domain.Account}: {p.Why}"))}")
    {
        Metadata = new Dictionary<string, string> { ["team"] = team.Id.ToString() },
        Violations = [.. passed.Select(p => new Violation(p.Domain.ToString(), p.Why))],
        Fix = "An operator raises a domain's profile limit (and AWS's quota), lifts a suspension, or gives the team another domain.",
    };

    public static RefusedException SsoDomain(DomainName domain) => Unusable(
        domain, "DOMAIN_AUTH_MODE_SSO", "lets people in by IAM Identity Center, and AWS makes presigned URLs for IAM domains alone.",
        "An operator gives the team a domain with AuthMode IAM; the mode of a domain cannot be changed.");

    public static RefusedException DomainUnknown(DomainName domain) => Unusable(
        domain, "DOMAIN_UNKNOWN", "is not in the catalog.", "An operator adds the domain to the catalog.");

    public static RefusedException DomainSuspended(DomainName domain) => Unusable(
        domain, "DOMAIN_SUSPENDED", "is suspended.", "An operator lifts the suspension of the domain.");

    public static RefusedException AccountUnknown(DomainName domain) => Unusable(
        domain, "ACCOUNT_UNKNOWN", "is in an account that the catalog does not have.", "An operator adds the account to the catalog.");

    public static RefusedException AccountSuspended(DomainName domain) => Unusable(
        domain, "ACCOUNT_SUSPENDED", "is in an account that is suspended.", "An operator lifts the suspension of the account.");

    public static RefusedException RegionNotEnabled(DomainName domain) => Unusable(
        domain, "REGION_NOT_ENABLED", "is in a Region that is not enabled for its account.", "An operator enables the Region in the account's record.");

    public static RefusedException PlacementRemoved(DomainName domain, TeamId team) => Unusable(
        domain, "PLACEMENT_REMOVED", $"holds the person's profile and is no longer a placement of team '{team}'.",
        "An operator gives the team the placement back, with weight 0 to let in nobody new, or moves the person.");

    public static RefusedException RoleOfOtherAccount(DomainName domain, string role) => Unusable(
        domain, "EXECUTION_ROLE_OF_OTHER_ACCOUNT", $"cannot use the execution role {role}, which is in another account.",
        "An operator gives the team a role name, or the placement its own role ARN.");

    static RefusedException Unusable(DomainName domain, string reason, string what, string fix) => new(
        RefusalKind.Precondition, reason, $"Domain {domain.Domain} in {domain.Region} of account {domain.Account} {what}")
    {
        Metadata = new Dictionary<string, string>
        {
            ["domain"] = domain.ToString(),
            ["account"] = domain.Account.ToString(),
            ["region"] = domain.Region.ToString(),
        },
        Fix = fix,
    };

    static Dictionary<string, string> Of(UserId user, TeamId? team)
    {
        var metadata = new Dictionary<string, string> { ["user"] = user.ToString() };
        if (team is { } t)
        {
            metadata["team"] = t.ToString();
        }

        return metadata;
    }

    static string Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
