namespace ControlPlane.Guardrails.Policies;

/// <summary>Something about a policy document that its author should know.</summary>
/// <param name="Severity">Whether AWS would refuse the document.</param>
/// <param name="Path">Where, as a JSON path such as <c>$.Statement[0].Action</c>.</param>
/// <param name="Message">What is wrong.</param>
public sealed record Finding(FindingSeverity Severity, string Path, string Message)
{
    /// <summary>Path and message on one line.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
