using ControlPlane.Errors;

namespace ControlPlane.Operations;

/// <summary>Why an operation did not succeed: a refusal that the store can keep.</summary>
public sealed record OperationFault
{
    /// <summary>How it ended.</summary>
    public required OperationEnd End { get; init; }

    /// <summary>The kind of refusal; of no meaning unless <see cref="End"/> is <see cref="OperationEnd.Refused"/>.</summary>
    public RefusalKind Kind { get; init; }

    /// <summary>The reason code.</summary>
    public required string Reason { get; init; }

    /// <summary>What happened and what to do now.</summary>
    public required string Message { get; init; }

    /// <summary>Every value that the message mentions.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Everything that is wrong, not only the first.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>Whose move it is and what they should do; null when the message says it.</summary>
    public string? Fix { get; init; }

    /// <summary>The refusal, as the RPC itself would have told it.</summary>
    public RefusedException ToRefusal() => new(Kind, Reason, Message) { Metadata = Metadata, Violations = Violations, Fix = Fix };

    internal static OperationFault Of(RefusedException refusal) => new()
    {
        End = OperationEnd.Refused,
        Kind = refusal.Kind,
        Reason = refusal.Reason,
        Message = refusal.Message,
        Metadata = refusal.Metadata,
        Violations = refusal.Violations,
        Fix = refusal.Fix,
    };
}

/// <summary>How an operation ended that did not succeed.</summary>
public enum OperationEnd
{
    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>Somebody asked it to stop.</summary>
    Cancelled,

    /// <summary>Something broke on our side.</summary>
    Broken,
}
