namespace ControlPlane.ExecutionRoles;

/// <summary>A role as IAM has it, without its policies.</summary>
public sealed record ObservedRole
{
    /// <summary>Its ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>Its trust policy as JSON.</summary>
    public required string Trust { get; init; }

    /// <summary>The ARN of its permissions boundary; null for none.</summary>
    public string? Boundary { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>The policies of a role.</summary>
/// <param name="Inline">The inline policies as JSON, by name.</param>
/// <param name="Attached">The ARNs of the managed policies that are attached.</param>
public sealed record ObservedPolicies(IReadOnlyDictionary<string, string> Inline, IReadOnlyList<string> Attached);
