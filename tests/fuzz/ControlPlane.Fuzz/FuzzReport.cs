using System.Globalization;

namespace ControlPlane.Fuzz;

/// <summary>What a run of the fuzz loop saw.</summary>
sealed record FuzzReport(int Executions, int Accepted, IReadOnlyDictionary<string, int> Refusals, IReadOnlyList<string> Findings, TimeSpan Elapsed)
{
    public override string ToString()
    {
        var refusals = Refusals.OrderByDescending(refusal => refusal.Value).Select(refusal => $"  {refusal.Key,-34} {refusal.Value}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            {Executions} executions in {Elapsed.TotalSeconds:F0} s, {Accepted} accepted, {Refusals.Count} reasons:
            {string.Join('\n', refusals)}
            {Findings.Count} findings
            {string.Join('\n', Findings)}
            """);
    }
}
