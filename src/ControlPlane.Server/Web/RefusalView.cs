using ControlPlane.Errors;

namespace ControlPlane.Server.Web;

/// <summary>What the error page shows.</summary>
public sealed record RefusalView
{
    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What happened, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What happened, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What to do now.</summary>
    public required string Fix { get; init; }

    /// <summary>The reason code.</summary>
    public required string Reason { get; init; }

    /// <summary>The reference of the sign-in, or the trace id when there is none.</summary>
    public required string Reference { get; init; }

    /// <summary>The trace id.</summary>
    public required string TraceId { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>A page about the reason; null when none is configured.</summary>
    public string? HelpUrl { get; init; }

    /// <summary>When to try again; null when waiting alone does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The view of a refusal.</summary>
    internal static RefusalView Of(RefusedException refusal, string traceId, DateTimeOffset now, string? helpUrl) => new()
    {
        Status = HttpStatuses.Of(refusal.Kind),
        Title = RefusalTitles.Of(refusal),
        Message = refusal.Message,
        Fix = refusal.Fix ?? RefusalTitles.FixOf(refusal.Kind),
        Reason = refusal.Reason,
        Reference = refusal.Metadata.GetValueOrDefault("sign_in") ?? traceId,
        TraceId = traceId,
        Time = now,
        HelpUrl = helpUrl?.Replace("{reason}", refusal.Reason, StringComparison.Ordinal),
        RetryAfter = refusal.RetryAfter,
    };

    /// <summary>The view of a defect: nothing but a handle on our log.</summary>
    internal static RefusalView Defect(Exception defect, string traceId, DateTimeOffset now) => new()
    {
        Status = StatusCodes.Status500InternalServerError,
        Title = "Something broke on our side",
        Message = "The sign-in could not be completed, and it is not your doing.",
        Fix = "Try again in a moment. If it happens again, give the reference to your support.",
        Reason = "INTERNAL",
        Reference = defect.Data["sign_in"] as string ?? traceId,
        TraceId = traceId,
        Time = now,
    };
}
