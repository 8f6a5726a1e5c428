using ControlPlane.Accounts;

namespace ControlPlane.ExecutionRoles;

/// <summary>What the execution roles of an account are to become, or became.</summary>
/// <param name="Account">The account.</param>
/// <param name="Boundary">Their boundary, which is compared and never changed.</param>
/// <param name="Roles">Each role, the domains' default role first.</param>
/// <param name="Applied">Whether it was done; false for what was only planned.</param>
public sealed record ExecutionRolePlan(AccountId Account, BoundaryCheck Boundary, IReadOnlyList<RolePlan> Roles, bool Applied);

/// <summary>The boundary as it was found.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="State">What it is like.</param>
/// <param name="Diff">What differs; empty when nothing does.</param>
public sealed record BoundaryCheck(string Arn, BoundaryState State, string Diff = "");

/// <summary>What a boundary is like.</summary>
public enum BoundaryState
{
    /// <summary>It is the catalogue's.</summary>
    Matches,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is another than the catalogue's.</summary>
    Differs,
}

/// <summary>What happens to a role.</summary>
public sealed record RolePlan
{
    /// <summary>Its ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>The team's id; empty for the domains' default role.</summary>
    public required string Team { get; init; }

    /// <summary>What happens to it.</summary>
    public required RoleAction Action { get; init; }

    /// <summary>What is written, in this order.</summary>
    public IReadOnlyList<RoleChange> Changes { get; init; } = [];

    /// <summary>What is on it besides and stays: names of inline policies and ARNs of attached ones.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>The reason code when it is refused; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it is refused, and what to do; null otherwise.</summary>
    public string? Message { get; init; }
}

/// <summary>What happens to a role.</summary>
public enum RoleAction
{
    /// <summary>Nothing: it is as it is to be.</summary>
    None,

    /// <summary>It is made.</summary>
    Create,

    /// <summary>It is changed.</summary>
    Update,

    /// <summary>It is not ours, or cannot be made: it is left alone, and so are all others until that is mended.</summary>
    Refuse,
}

/// <summary>One write.</summary>
/// <param name="What">What is written: <c>role</c>, <c>boundary</c>, <c>trust</c>, <c>tags</c>, or <c>policy</c> with its name.</param>
/// <param name="Summary">What happens, in a few words.</param>
/// <param name="Diff">What differs, lines that go with a minus and lines that come with a plus; empty for what is new.</param>
public sealed record RoleChange(string What, string Summary, string Diff = "");
