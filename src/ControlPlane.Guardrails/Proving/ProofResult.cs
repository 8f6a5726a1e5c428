using ControlPlane.Guardrails.Vectors;

namespace ControlPlane.Guardrails.Proving;

/// <summary>A proof, whether it holds or not.</summary>
/// <param name="World">What it speaks of.</param>
/// <param name="Plan">How much was asked.</param>
/// <param name="Books">The books that were asked; the shipped one first, when it was.</param>
/// <param name="Cases">What each book that was asked makes of each case, in the order of the cases.</param>
/// <param name="Vectors">The vectors of the catalogue for the forms that were asked.</param>
public sealed record ProofResult(ProofWorld World, ProofPlan Plan, IReadOnlyList<PolicyBook> Books, IReadOnlyList<CaseProof> Cases, IReadOnlyList<VectorResult> Vectors)
{
    /// <summary>How many decisions were made.</summary>
    public long Asked => Cases.Sum(c => c.Asked) + Vectors.Count;

    /// <summary>What the shipped policies make of each case.</summary>
    public IEnumerable<CaseProof> Shipped => Cases.Where(c => c.Book is ShippedBook);

    /// <summary>What the printed policies make of each case that their guide promises.</summary>
    public IEnumerable<CaseProof> Printed => Cases.Where(c => c.Book is PrintedBook);

    /// <summary>Whether AWS can tell everybody apart and the shipped policies do what they must; where they were not asked, whether the printed ones do.</summary>
    public bool Holds => World.Problems.Count == 0 && (Books.Any(b => b is ShippedBook)
        ? Shipped.All(c => c.Holds) && Vectors.All(v => v.Passed)
        : Cases.All(c => c.Holds) && !Mistakes.Any());

    /// <summary>Vectors whose printed policy decides otherwise than the corrected one must.</summary>
    public IEnumerable<PolicyVector> Mistakes => Vectors.Select(v => v.Vector).Distinct().Where(v => v.ExpectSeed is { } seed && v.ExpectFixed is { } repaired && IsAllowed(seed) != IsAllowed(repaired));

    static bool IsAllowed(Evaluation.Outcome outcome) => outcome is Evaluation.Outcome.Allow;
}
