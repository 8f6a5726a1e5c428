namespace ControlPlane.Errors;

/// <summary>The product refuses what was asked, for a reason that the caller can act on. The only exception that ends a request on
/// purpose; every other one is a defect.</summary>
/// <param name="kind">The kind, from which gRPC and HTTP codes follow.</param>
/// <param name="reason">The stable reason code in upper snake case. Reasons are API: they are added and never renamed.</param>
/// <param name="message">What happened, to whom, and what to do now. No secret and nothing of our inside.</param>
/// <param name="inner">The cause, for the log only.</param>
public sealed class RefusedException(RefusalKind kind, string reason, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The kind, from which gRPC and HTTP codes follow.</summary>
    public RefusalKind Kind { get; } = kind;

    /// <summary>The stable reason code.</summary>
    public string Reason { get; } = reason;

    /// <summary>Every value that the message mentions (AIP-193).</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Everything that is wrong with the request, not only the first.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>When to try again; null when waiting alone does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whose move it is and what they should do, for the flight record and the error page; null when the message says it.</summary>
    public string? Fix { get; init; }
}
