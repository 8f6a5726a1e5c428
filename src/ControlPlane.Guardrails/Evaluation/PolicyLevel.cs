using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Evaluation;

/// <summary>The control policies on one target of an organization's tree. The level allows what at least one of them allows.</summary>
/// <param name="Name">The root, unit or account.</param>
/// <param name="Policies">What is attached there; none allows nothing.</param>
public sealed record PolicyLevel(string Name, IReadOnlyList<Policy> Policies);
