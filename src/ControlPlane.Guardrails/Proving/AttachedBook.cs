using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Proving;

/// <summary>The roles as they ship, under the service control policies that an organization really has attached.</summary>
/// <param name="world">Whose roles the policies name.</param>
/// <param name="parameters">All else that fills them.</param>
/// <param name="levels">The levels over each account, from the root down; an account without any is not reached by control policies.</param>
/// <param name="id">What names it.</param>
/// <param name="title">Its name for people.</param>
public sealed class AttachedBook(
    ProofWorld world, GuardrailParameters parameters, IReadOnlyDictionary<string, IReadOnlyList<PolicyLevel>> levels, string id, string title) : PolicyBook
{
    readonly ShippedBook _roles = new(world, parameters);

    /// <inheritdoc/>
    public override string Id => id;

    /// <inheritdoc/>
    public override string Title => title;

    internal override PolicySet PoliciesOf(Actor actor) => _roles.PoliciesOf(actor) with { ServiceControl = levels.GetValueOrDefault(actor.Seat.Account, []) };

    internal override Policy? TrustOf(TrustedRole role, Seat seat) => _roles.TrustOf(role, seat);
}
