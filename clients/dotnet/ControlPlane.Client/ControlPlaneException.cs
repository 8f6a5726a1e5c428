namespace ControlPlane.Client;

/// <summary>A call that did not succeed, with everything that the server told about it.</summary>
public sealed class ControlPlaneException : Exception
{
    /// <summary>An exception without a message.</summary>
    public ControlPlaneException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What happened and what to do now.</param>
    public ControlPlaneException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with its cause.</summary>
    /// <param name="message">What happened and what to do now.</param>
    /// <param name="innerException">What was caught.</param>
    public ControlPlaneException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What kind of failure it is.</summary>
    public ControlPlaneErrorKind Kind { get; init; } = ControlPlaneErrorKind.Internal;

    /// <summary>The stable reason code, such as <c>ENTITLEMENT_NOT_FOUND</c>. What the client finds out by itself has codes that begin with
    /// <c>CLIENT_</c>.</summary>
    public string Reason { get; init; } = "UNKNOWN";

    /// <summary>What to do about it; null when the message says it all.</summary>
    public string? Fix { get; init; }

    /// <summary>Every violation, none left out.</summary>
    public IReadOnlyList<ControlPlaneViolation> Violations { get; init; } = [];

    /// <summary>Every value that the message speaks of, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>How long to wait before asking again; null when the server did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Pages that help.</summary>
    public IReadOnlyList<Uri> Help { get; init; } = [];

    /// <summary>The reference of the sign-in that it belongs to; null for none.</summary>
    public string? SignIn => Metadata.GetValueOrDefault("sign_in");

    /// <summary>The trace id that an operator can look for; null when the server did not say.</summary>
    public string? TraceId => Metadata.GetValueOrDefault("trace_id");
}
