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

    public static RefusedException SessionEnded() => new(
        RefusalKind.Unauthenticated, "SESSION_ENDED", "This browser is not signed in any more. Sign in again.")
    {
        Fix = "The person signs in again; whoever may not sign in any more learns there why.",
    };

    public static RefusedException IssuerUnavailable() => new(
        RefusalKind.Unavailable, "TOKEN_ISSUER_UNAVAILABLE", "The access token cannot be checked right now: its issuer's keys could not be read. Try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static RefusedException BreakGlassExpired(DateTimeOffset end) => new(
        RefusalKind.Unauthenticated, "BREAK_GLASS_EXPIRED", $"The break-glass credential ended at {end:u}. Make a new one on the server.")
    {
        Metadata = new Dictionary<string, string> { ["expire_time"] = $"{end:u}" },
    };

    public static RefusedException CertificateMissing() => new(
        RefusalKind.Unauthenticated, "CERTIFICATE_MISSING", "The call needs a TLS client certificate besides the token, and there was none.");

    // Why is in the server's log: a stranger need not learn which certificates would do.
    public static RefusedException CertificateInvalid() => new(
        RefusalKind.Unauthenticated, "CERTIFICATE_INVALID",
        "The client certificate is not valid here: its authority, usage or time does not fit, or nobody is mapped to it. The server's log says which.");

    public static RefusedException TooManyRequests(TimeSpan wait) => new(
        RefusalKind.Exhausted, "TOO_MANY_REQUESTS", "There were too many requests from here in a short time. Wait before the next one.")
    {
        RetryAfter = wait,
        Fix = "Wait a moment, then try again.",
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
