using ControlPlane.Errors;

namespace ControlPlane.Server.Web;

/// <summary>The one place that knows HTTP status codes of refusals.</summary>
static class HttpStatuses
{
    /// <summary>The status of a kind of refusal.</summary>
    public static int Of(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.Denied => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Exists => StatusCodes.Status409Conflict,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Precondition => StatusCodes.Status409Conflict,
        RefusalKind.Exhausted => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new InvalidOperationException($"No HTTP status for {kind}."),
    };
}
