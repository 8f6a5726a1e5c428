using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Vectors;

namespace ControlPlane.Guardrails.Proving.Reports;

/// <summary>A request that a printed policy decides otherwise than it must.</summary>
/// <param name="Printed">The printed policy.</param>
/// <param name="Guardrail">The guardrail that corrects it.</param>
/// <param name="Case">What the request shows.</param>
/// <param name="Action">Its action.</param>
/// <param name="AsPrinted">What the printed policy decides, and why; null when it was not asked.</param>
/// <param name="AsShipped">What the guardrail decides, and why; null when it was not asked.</param>
/// <param name="Closed">Whether the guardrail decides as it must; null when it was not asked.</param>
public sealed record PrintedMistake(string Printed, string Guardrail, string Case, string Action, string? AsPrinted, string? AsShipped, bool? Closed)
{
    /// <summary>Every mistake of the printed policies that a vector shows.</summary>
    public static IEnumerable<PrintedMistake> Of(ProofResult proof)
    {
        foreach (var vector in proof.Mistakes)
        {
            var (guardrail, printed) = GuardrailCatalogue.SubjectOf(vector);
            var results = proof.Vectors.Where(r => ReferenceEquals(r.Vector, vector)).ToList();
            var (seed, repaired) = (results.Find(r => r.Form is PolicyForm.Seed), results.Find(r => r.Form is PolicyForm.Fixed));
            yield return new(printed!.Id, guardrail.Id, vector.Case, vector.Request.Action, Words(seed), Words(repaired), repaired?.Passed);
        }
    }

    static string? Words(VectorResult? result)
        => result is null ? null : $"{(result.Explanation.Decision.Outcome is Outcome.Allow ? "allowed" : "denied")}: {result.Explanation.Decision.Reason}";
}
