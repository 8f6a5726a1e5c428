using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Errors;
using ControlPlane.Operations;
using ControlPlane.Profiles;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Server.Api;

/// <summary>Parses the resource names of requests, once, at the edge.</summary>
static class ResourceNames
{
    const string Me = "me";

    /// <summary>The user of <c>users/{user}</c>; null for <c>users/me</c>.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static UserId? User(string name, string field)
        => name.Split('/') is ["users", var user] && TryUser(user, out var id)
            ? id
            : throw Malformed(field, name, "users/{user}");

    /// <summary>The user (null for <c>users/me</c>) and team of <c>users/{user}/teams/{team}</c>.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static (UserId? User, TeamId Team) UserTeam(string name, string field)
        => name.Split('/') is ["users", var user, "teams", var team] && TryUser(user, out var id) && TeamId.TryParse(team, null, out var teamId)
            ? (id, teamId)
            : throw Malformed(field, name, "users/{user}/teams/{team}");

    /// <summary>The team of <c>teams/{team}</c>.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static TeamId Team(string name, string field)
        => name.Split('/') is ["teams", var team] && TeamId.TryParse(team, null, out var id) ? id : throw Malformed(field, name, "teams/{team}");

    /// <summary>The reference of <c>signIns/{reference}</c>.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static SignInReference SignIn(string name, string field)
        => name.Split('/') is ["signIns", var text] && SignInReference.TryParse(text, null, out var reference)
            ? reference
            : throw Malformed(field, name, "signIns/{reference}");

    /// <summary>The id of <c>operations/{operation}</c>.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static OperationId Operation(string name, string field)
        => name.Split('/') is ["operations", var text] && OperationId.TryParse(text, null, out var id)
            ? id
            : throw Malformed(field, name, "operations/{operation}");

    /// <summary>The id of <c>rollouts/{rollout}</c>.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static string Rollout(string name, string field)
        => name.Split('/') is ["rollouts", { Length: > 0 and < 64 } id] && id.All(char.IsAsciiLetterOrDigit)
            ? id
            : throw Malformed(field, name, "rollouts/{rollout}");

    /// <summary>The id of <c>accounts/{account}</c>.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static AccountId Account(string name, string field)
        => name.Split('/') is ["accounts", var text] && AccountId.TryParse(text, null, out var id)
            ? id
            : throw Malformed(field, name, "accounts/{account}");

    /// <summary>The name of a domain.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static DomainName Domain(string name, string field)
        => DomainName.TryParse(name, null, out var domain) ? domain : throw Malformed(field, name, "accounts/{account}/regions/{region}/domains/{domain}");

    /// <summary>The name of a profile.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static ProfileName Profile(string name, string field)
        => ProfileName.TryParse(name, null, out var profile)
            ? profile
            : throw Malformed(field, name, "accounts/{account}/regions/{region}/domains/{domain}/profiles/{profile}");

    /// <summary>The domains of <c>accounts/{account}/regions/{region}/domains/{domain}</c>, where <c>-</c> stands for all.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static ProfileScope ProfileScope(string name, string field)
        => name.Split('/') is ["accounts", var a, "regions", var r, "domains", var d]
            && TryPart<AccountId>(a, out var account) && TryPart<RegionName>(r, out var region) && TryPart<DomainId>(d, out var domain)
                ? new(account, region, domain)
                : throw Malformed(field, name, "accounts/{account}/regions/{region}/domains/{domain}, with - for all");

    /// <summary>The size of a page: 50 when it is not set, clipped at 1000.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>: it is negative.</exception>
    public static int PageSize(int wanted) => wanted switch
    {
        < 0 => throw ApiErrors.RequestInvalid(new Violation("page_size", "It cannot be negative; leave it out for 50.")),
        0 => 50,
        _ => Math.Min(wanted, 1000),
    };

    static bool TryPart<T>(string text, out T? part)
        where T : struct, IParsable<T>
    {
        var ok = T.TryParse(text, null, out var value);
        part = ok ? value : null;
        return ok || text is "-";
    }

    static bool TryUser(string text, out UserId? user)
    {
        user = null;
        if (text is Me)
        {
            return true;
        }

        var ok = UserId.TryParse(text, null, out var id);
        user = ok ? id : null;
        return ok;
    }

    static RefusedException Malformed(string field, string value, string pattern)
        => ApiErrors.RequestInvalid(new Violation(field, value is "" ? $"Required: write {pattern}." : $"'{value}' is not of the form {pattern}."));
}
