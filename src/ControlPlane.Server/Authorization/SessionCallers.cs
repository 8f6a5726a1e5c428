using ControlPlane.Server.Options;
using ControlPlane.Server.Web;
using ControlPlane.SignIn;
using ControlPlane.Users;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Authorization;

/// <summary>Callers that a browser session proves: pages of ours, and no others.</summary>
sealed class SessionCallers(BrowserSessions sessions, SessionCookie cookie, IOptions<ApiOptions> options)
{
    /// <summary>The caller; null when the request has no session, or was not made by a page of ours.</summary>
    /// <exception cref="Errors.RefusedException"><c>SESSION_ENDED</c>.</exception>
    public async ValueTask<Caller?> FindAsync(HttpContext http)
    {
        if (cookie.Read(http) is not { } id || !FetchSite.IsPortalCall(http.Request))
        {
            return null;
        }

        var live = await sessions.FindAsync(id, http.RequestAborted) ?? throw CallerErrors.SessionEnded();
        var roles = RolesOf(live.Person);
        return new()
        {
            Method = CallerMethod.Session,
            Subject = live.Session.User.ToString(),
            User = live.Session.User,
            IdentityProvider = live.Session.IdentityProvider,
            Groups = live.Session.Groups,
            MultiFactor = live.Session.MultiFactor,
            Delegate = null,
            Roles = roles,
            Permissions = RpcPolicy.PermissionsOf(roles),
            DisplayName = live.Person.DisplayName,
            ExpireTime = live.Session.ExpiresAt,
            Session = live.Session,
            Address = http.Connection.RemoteIpAddress,
        };
    }

    /// <summary>Whether a session that was believed has ended since.</summary>
    public async Task<bool> IsOverAsync(HttpContext http, CancellationToken ct)
        => cookie.Read(http) is not { } id || await sessions.LookAsync(id, ct) is null;

    List<string> RolesOf(Person person) =>
    [
        .. options.Value.Session.Grants.Where(g => person.Groups.Contains(GroupId.Parse(g.Group))).Select(g => g.Role).Append("user")
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
