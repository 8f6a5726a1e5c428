using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Evaluation;

/// <summary>The policies that apply to a request. What is null or empty does not apply, except identity policies: no identity policy grants
/// nothing.</summary>
public sealed record PolicySet
{
    /// <summary>The policies of the user or role and its groups.</summary>
    public IReadOnlyList<Policy> Identity { get; init; } = [];

    /// <summary>The permissions boundary; null for none.</summary>
    public Policy? Boundary { get; init; }

    /// <summary>The policies passed to the session, which allow what one of them allows; null when none was passed.</summary>
    public IReadOnlyList<Policy>? Session { get; init; }

    /// <summary>Service control policies from the root down to the principal's account; every level must allow. Empty where none reach:
    /// the management account, and while the type is off.</summary>
    public IReadOnlyList<PolicyLevel> ServiceControl { get; init; } = [];

    /// <summary>Resource control policies from the root down to the resource's account; every level must allow. Empty for services that
    /// have none.</summary>
    public IReadOnlyList<PolicyLevel> ResourceControl { get; init; } = [];

    /// <summary>The resource's own policy or the role's trust policy; null for none.</summary>
    public Policy? Resource { get; init; }

    /// <summary>The policy of the VPC endpoint that the request came through; null when it came through none.</summary>
    public Policy? VpcEndpoint { get; init; }
}
