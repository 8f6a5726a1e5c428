namespace ControlPlane.Guardrails.Policies;

/// <summary>What came of reading a text as a policy.</summary>
/// <param name="Policy">The policy; null when there is an error.</param>
/// <param name="Findings">All errors and warnings, in the order of the document.</param>
public sealed record PolicyReading(Policy? Policy, IReadOnlyList<Finding> Findings)
{
    /// <summary>The findings that make it no policy.</summary>
    public IEnumerable<Finding> Errors => Findings.Where(f => f.Severity is FindingSeverity.Error);

    /// <summary>The findings that leave it a policy.</summary>
    public IEnumerable<Finding> Warnings => Findings.Where(f => f.Severity is FindingSeverity.Warning);
}
