using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Proving;

/// <summary>An attempt to open a Studio, and what AWS's policies make of it.</summary>
/// <param name="Actor">Who tries it, and in which guise.</param>
/// <param name="Target">Whose Studio.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Policies">The names of the policies that decided: of the one whose statement did, or of all that allow nothing;
/// empty when the border of the account alone decides.</param>
/// <param name="Misses">Why the statement that comes nearest does not allow it; empty when a statement decided.</param>
public sealed record Opening(Actor Actor, Seat Target, Decision Decision, IReadOnlyList<string> Policies, IReadOnlyList<Miss> Misses)
{
    /// <summary>The action that is asked for.</summary>
    public const string Action = "sagemaker:CreatePresignedDomainUrl";

    /// <summary>The resource that is asked about.</summary>
    public string Resource => Target.ProfileArn;

    /// <summary>All of it in sentences for people.</summary>
    public string Reason => Decision.Kind is PolicyKind.Resource && Policies.Count == 0
        ? $"The profile is in account {Target.Account}, and SageMaker has no policy that could open it to account {Actor.Seat.Account}."
        : Misses.Count == 0 ? Decision.Reason : $"{Decision.Reason} {string.Join(' ', Misses.Select(m => $"{m.Element}: {m.Reason}"))}";

    /// <summary>Asks the policies.</summary>
    /// <param name="book">The policies.</param>
    /// <param name="parameters">The tag keys and networks.</param>
    /// <param name="actor">Who tries it.</param>
    /// <param name="target">Whose Studio.</param>
    /// <param name="isEnded">Whether the profile carries the mark of an access that ended.</param>
    public static Opening Try(PolicyBook book, GuardrailParameters parameters, Actor actor, Seat target, bool isEnded)
    {
        var keys = new RequestKeys(parameters);
        var context = keys.Of(actor);
        keys.ProfileOf(target)(context);
        if (isEnded)
        {
            context.With($"sagemaker:ResourceTag/{parameters.One("ended-tag")}", "true").With($"aws:ResourceTag/{parameters.One("ended-tag")}", "true");
        }

        var policies = book.PoliciesOf(actor) ?? throw new ArgumentException($"{book.Title} has no policies for {actor.Kind}.", nameof(actor));
        var (decision, layers) = PolicyEvaluator.Explain(policies, new(Action, target.ProfileArn, context) { Principal = actor.Principal });
        if (decision.Statement is { } deciding)
        {
            return new(actor, target, decision, [deciding.Policy.Name], []);
        }

        var silent = layers.Where(l => l.Kind == decision.Kind && l.Level == decision.Level).SelectMany(l => l.Statements).ToList();
        return new(actor, target, decision, [.. silent.Select(s => s.Statement.Policy.Name).Distinct()], silent.Where(s => !s.Matched).MinBy(s => s.Misses.Count)?.Misses ?? []);
    }
}
