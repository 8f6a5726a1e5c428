using System.Diagnostics.CodeAnalysis;

namespace ControlPlane.Guardrails.Policies;

/// <summary>A text is no policy of its kind.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is never thrown without its findings.")]
public sealed class PolicyFormatException(string name, IReadOnlyList<Finding> findings)
    : FormatException($"{name} is no valid policy: {string.Join("; ", findings)}")
{
    /// <summary>Every error in it, in the order of the document.</summary>
    public IReadOnlyList<Finding> Findings => findings;
}
