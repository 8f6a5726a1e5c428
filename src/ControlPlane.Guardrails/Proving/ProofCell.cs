using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Proving;

/// <summary>One decision of a proof.</summary>
/// <param name="Asking">Who asks.</param>
/// <param name="Target">Whose things it is about.</param>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Expected">Whether it must be allowed.</param>
/// <param name="Decision">What was decided, and by which statement.</param>
public sealed record ProofCell(Seat Asking, Seat Target, string Action, string Resource, bool Expected, Decision Decision)
{
    /// <summary>Whether it is as it must be.</summary>
    public bool Holds => Decision.IsAllowed == Expected;
}
