namespace ControlPlane.Guardrails.Policies;

/// <summary>One statement of a policy. It matches when every element that it has matches.</summary>
public sealed record Statement
{
    /// <summary>Its place in the document; 0 for the first.</summary>
    public required int Index { get; init; }

    /// <summary>The author's name for it; null when it has none.</summary>
    public string? Sid { get; init; }

    /// <summary>What it does when it matches.</summary>
    public required Effect Effect { get; init; }

    /// <summary>Action or NotAction.</summary>
    public required Selection Actions { get; init; }

    /// <summary>Resource or NotResource; null in a trust policy, which has none.</summary>
    public Selection? Resources { get; init; }

    /// <summary>Principal or NotPrincipal; null where principals are not named.</summary>
    public PrincipalSelection? Principals { get; init; }

    /// <summary>All must hold.</summary>
    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>The Sid, or the place in the document: <c>#2</c> for the second.</summary>
    public string Title => Sid is { Length: > 0 } ? Sid : $"#{Index + 1}";
}
