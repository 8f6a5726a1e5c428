using System.Collections.Concurrent;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Guardrails.Vectors;

namespace ControlPlane.Guardrails.Proving;

/// <summary>Finds what changes when other control policies are attached: the blast radius.</summary>
/// <param name="world">The seats.</param>
/// <param name="parameters">The values of the guardrails.</param>
/// <param name="before">The levels over each account as they are.</param>
/// <param name="after">The same as they would be.</param>
public sealed class OutcomeComparison(
    ProofWorld world, GuardrailParameters parameters, IReadOnlyDictionary<string, IReadOnlyList<PolicyLevel>> before,
    IReadOnlyDictionary<string, IReadOnlyList<PolicyLevel>> after)
{
    static readonly Policy _everything = Policy.Parse(
        "AdministratorAccess", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity);

    /// <summary>Every request of the proof, and every vector of a control policy as an administrator of each account, that changes
    /// outcome; in the order of the cases and accounts.</summary>
    /// <param name="plan">How many pairs of seats are asked.</param>
    /// <param name="ct">Stops it.</param>
    public IReadOnlyList<OutcomeChange> Find(ProofPlan plan, CancellationToken ct) => [.. Cases(plan, ct), .. Vectors()];

    List<OutcomeChange> Cases(ProofPlan plan, CancellationToken ct)
    {
        var (keys, pairs) = (new RequestKeys(parameters), plan.PairsOf(world));
        var (one, other) = (new AttachedBook(world, parameters, before, "before", "Before"), new AttachedBook(world, parameters, after, "after", "After"));
        var found = new ConcurrentDictionary<int, List<OutcomeChange>>();
        Parallel.For(0, Prover.Cases.Count, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var (asked, changes) = (Prover.Cases[i], new List<OutcomeChange>());
            foreach (var (was, now) in Prover.Ask(asked, one, world, pairs, keys, ct).Zip(Prover.Ask(asked, other, world, pairs, keys, ct)))
            {
                if (was.Decision.IsAllowed != now.Decision.IsAllowed)
                {
                    var actor = new Actor(asked.Actor, was.Asking);
                    changes.Add(new(asked.Id, asked.Title, was.Asking.Account, actor.Role, was.Action, was.Resource, was.Expected, was.Decision, now.Decision));
                }
            }

            found[i] = changes;
        });
        return [.. found.OrderBy(f => f.Key).SelectMany(f => f.Value)];
    }

    // What the cases do not ask: instance types, networks, encryption and all else that a control policy keeps everybody in an account from.
    IEnumerable<OutcomeChange> Vectors()
    {
        var vectors = GuardrailCatalogue.ReadVectors(parameters).Where(v => v.FixedRole is PolicyRole.ServiceControl && v.ExpectFixed is not null).DistinctBy(v => (v.Policy, v.Case)).ToList();
        foreach (var account in after.Keys.Order(StringComparer.Ordinal))
        {
            var role = $"arn:{parameters.One("partition")}:iam::{account}:role/Administrator";
            foreach (var vector in vectors)
            {
                var (was, now) = (Decide(vector, before, account), Decide(vector, after, account));
                if (was.IsAllowed != now.IsAllowed)
                {
                    yield return new(GuardrailCatalogue.SubjectOf(vector).Guardrail.Id, vector.Case, account, role, vector.Request.Action, vector.Request.Resource, null, was, now);
                }
            }
        }
    }

    static Decision Decide(PolicyVector vector, IReadOnlyDictionary<string, IReadOnlyList<PolicyLevel>> levels, string account)
        => PolicyEvaluator.Decide(new() { Identity = [_everything], ServiceControl = levels.GetValueOrDefault(account, []) }, vector.Request);
}
