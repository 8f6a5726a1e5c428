using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Reading;

/// <summary>Gathers what is found, in the order of the document.</summary>
sealed class Findings
{
    readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    public bool HasErrors => _all.Exists(f => f.Severity is FindingSeverity.Error);

    public void Error(string path, string message) => _all.Add(new(FindingSeverity.Error, path, message));

    public void Warning(string path, string message) => _all.Add(new(FindingSeverity.Warning, path, message));
}
