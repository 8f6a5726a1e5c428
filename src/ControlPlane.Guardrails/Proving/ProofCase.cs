namespace ControlPlane.Guardrails.Proving;

/// <summary>What must be, asked of every pair of seats that it concerns.</summary>
public sealed record ProofCase
{
    /// <summary>What names it, such as <c>retag</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The part of the report.</summary>
    public required ProofChapter Chapter { get; init; }

    /// <summary>What must be, in a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>In which guise the first seat asks.</summary>
    public required ActorKind Actor { get; init; }

    /// <summary>The guides that promise it, so that their printed policies are asked too.</summary>
    public Guide Promised { get; init; }

    /// <summary>Whether it concerns the pair: who asks, and about whose things.</summary>
    internal Func<Seat, Seat, bool> Concerns { get; init; } = (_, _) => false;

    /// <summary>Whether it must be allowed for the pair.</summary>
    internal Func<Seat, Seat, bool> Allowed { get; init; } = (_, _) => false;

    internal Func<RequestKeys, Seat, Seat, IEnumerable<Ask>> Asks { get; init; } = (_, _, _) => [];
}

/// <summary>A part of the report.</summary>
public enum ProofChapter
{
    /// <summary>Only A1 opens A1's Studio.</summary>
    Open,

    /// <summary>Team B does not see team A's artefacts.</summary>
    Teams,

    /// <summary>Within a team everybody sees and only the owner changes.</summary>
    Owners,

    /// <summary>The known ways around.</summary>
    Bypasses,
}
