using System.Collections.Concurrent;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Proving;

/// <summary>The policies of a guide as they are printed, filled with the accounts and roles of the catalog.</summary>
/// <param name="guide">One guide.</param>
/// <param name="parameters">What fills its placeholders.</param>
public sealed class PrintedBook(Guide guide, GuardrailParameters parameters) : PolicyBook
{
    readonly ConcurrentDictionary<(ActorKind Kind, string Account, string Domain, string Role), PolicySet?> _sets = new();

    /// <summary>The guide.</summary>
    public Guide Guide => guide;

    /// <inheritdoc/>
    public override string Id => guide switch
    {
        Guide.TeamManagement => "printed-team-management",
        Guide.ResourceIsolation => "printed-resource-isolation",
        Guide.BestPractices => "printed-best-practices",
        _ => throw new InvalidOperationException($"{guide} is not one guide."),
    };

    /// <inheritdoc/>
    public override string Title => guide switch
    {
        Guide.TeamManagement => "As printed: team and user management",
        Guide.ResourceIsolation => "As printed: complete resource isolation",
        Guide.BestPractices => "As printed: best practices",
        _ => throw new InvalidOperationException($"{guide} is not one guide."),
    };

    internal override PolicySet? PoliciesOf(Actor actor)
        => _sets.GetOrAdd((actor.Kind, actor.Seat.Account, actor.Seat.Domain, actor.Seat.ExecutionRole), _ => Make(actor));

    PolicySet? Make(Actor actor) => (guide, actor.Kind) switch
    {
        // The function behind the sign-in page does all that our broker and vend roles do.
        (Guide.TeamManagement, ActorKind.Vend or ActorKind.VendElsewhere or ActorKind.Broker) => Identity(actor, "S000-P9", "S000-P1"),
        (Guide.TeamManagement, ActorKind.Studio or ActorKind.SharedSpace) => Identity(actor, "S000-P5", "S000-P6", "S000-P7", "S000-P8"),
        (Guide.TeamManagement, ActorKind.Administrator) => Control(actor, "S000-P2"),
        (Guide.ResourceIsolation, ActorKind.Vend or ActorKind.VendElsewhere) => Identity(actor, "S001-P1c"),
        (Guide.ResourceIsolation, ActorKind.Studio or ActorKind.SharedSpace) => Identity(actor, "S001-P1", "S001-P2", "S001-P3"),
        (Guide.BestPractices, ActorKind.Vend or ActorKind.VendElsewhere) => Identity(actor, "S002-G6"),
        (Guide.BestPractices, ActorKind.Studio or ActorKind.SharedSpace) => Identity(actor, "S002-G13", "S002-G15", "S002-G16"),
        (Guide.BestPractices, ActorKind.Administrator) => Control(actor, "S002-G1", "S002-G2"),
        _ => null,
    };

    PolicySet Identity(Actor actor, params string[] ids) => new() { Identity = [.. ids.Select(id => Read(actor, id, PolicyKind.Identity))] };

    PolicySet Control(Actor actor, params string[] ids) => new()
    {
        Identity = [Administrator],
        ServiceControl = [new($"account {actor.Seat.Account}", [Policy.FullAccess, .. ids.Select(id => Read(actor, id, PolicyKind.ServiceControl))])],
    };

    Policy Read(Actor actor, string id, PolicyKind kind) => GuardrailCatalogue.GetPrinted(id).ToPolicy(
        parameters.With(
            ("partition", [actor.Seat.Partition]), ("account", [actor.Seat.Account]), ("region", [actor.Seat.Region]), ("domain", [actor.Seat.Domain]),
            ("team-roles", [actor.Seat.ExecutionRole])),
        kind);
}
