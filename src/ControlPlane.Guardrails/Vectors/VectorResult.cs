using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Vectors;

/// <summary>What a vector made of one form of its policy.</summary>
/// <param name="Vector">The vector.</param>
/// <param name="Form">The form.</param>
/// <param name="Expected">What it wants.</param>
/// <param name="Explanation">What was decided, and why.</param>
public sealed record VectorResult(PolicyVector Vector, PolicyForm Form, Outcome Expected, Explanation Explanation)
{
    /// <summary>Whether the decision is the expected one.</summary>
    public bool Passed => Explanation.Decision.Outcome == Expected;
}
