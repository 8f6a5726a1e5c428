using ControlPlane.Errors;
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
