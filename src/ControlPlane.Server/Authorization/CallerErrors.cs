using ControlPlane.Errors;

namespace ControlPlane.Server.Authorization;

/// <summary>Why a caller is refused.</summary>
static class CallerErrors
{
    public const string OnBehalfReason = "ON_BEHALF_DENIED";
    public const string PermissionReason = "PERMISSION_MISSING";

    public static RefusedException TokenMissing() => new(
        RefusalKind.Unauthenticated, "TOKEN_MISSING", "The call carries no access token: send 'authorization: Bearer …'.");

    public static RefusedException TokenInvalid() => new(
        RefusalKind.Unauthenticated, "TOKEN_INVALID",
        "The access token is not valid here: its issuer, audience, signature or time does not fit. Get a new one for this API.");

    public static RefusedException IssuerUnavailable() => new(
        RefusalKind.Unavailable, "TOKEN_ISSUER_UNAVAILABLE", "The access token cannot be checked right now: its issuer's keys could not be read. Try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static RefusedException NoUser() => new(
        RefusalKind.Invalid, "TOKEN_HAS_NO_USER", "'users/me' needs a token that names a user; this one does not. Name the user instead.");

    public static RefusedException PermissionMissing(string permission) => new(
        RefusalKind.Denied, PermissionReason, $"This needs the permission '{permission}', which the token does not give.")
    {
        Metadata = new Dictionary<string, string> { ["permission"] = permission },
        Fix = "An administrator of the API grants the role; see the reference of roles.",
    };

    // The same for a team that is somebody else's and for one that does not exist.
    public static RefusedException PermissionMissing(string permission, string team) => new(
        RefusalKind.Denied, PermissionReason,
        $"This needs the permission '{permission}' on team '{team}', which you do not have; or there is no such team.")
    {
        Metadata = new Dictionary<string, string> { ["permission"] = permission, ["team"] = team },
        Fix = "An operator makes you an owner of the team, or an administrator of the API grants the role; see the reference of roles.",
    };

    // The same whether the user exists or not.
    public static RefusedException OnBehalfDenied() => new(
        RefusalKind.Denied, OnBehalfReason,
        $"Acting for another user needs the permission '{Permissions.OnBehalf}', which the token does not give.")
    {
        Metadata = new Dictionary<string, string> { ["permission"] = Permissions.OnBehalf },
    };

    public static RefusedException MethodUnknown() => new(
        RefusalKind.Denied, "METHOD_NOT_LISTED", "Nobody may call this method: it has no permission.");
}
