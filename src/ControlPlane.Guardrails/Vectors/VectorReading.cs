using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Vectors;

/// <summary>What came of reading a file of vectors.</summary>
/// <param name="Vectors">The vectors; empty when there is an error.</param>
/// <param name="Findings">All errors and warnings.</param>
public sealed record VectorReading(IReadOnlyList<PolicyVector> Vectors, IReadOnlyList<Finding> Findings)
{
    /// <summary>The findings that make it no file of vectors.</summary>
    public IEnumerable<Finding> Errors => Findings.Where(f => f.Severity is FindingSeverity.Error);
}
