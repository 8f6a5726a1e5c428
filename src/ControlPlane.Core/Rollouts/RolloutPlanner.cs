using ControlPlane.Errors;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Guardrails.Proving;
using Microsoft.Extensions.Options;

namespace ControlPlane.Rollouts;

/// <summary>Says what a rollout would do, and everything that stands in its way at once.</summary>
/// <param name="reader">Looks at AWS.</param>
/// <param name="filled">The guardrails, and the catalog that they are for.</param>
/// <param name="options">The limits of the organization.</param>
public sealed class RolloutPlanner(OrganizationReader reader, OrganizationGuardrails filled, IOptions<RolloutOptions> options)
{
    static readonly ProofPlan _asked = new(Exhaustive: false) { Sample = 500 };

    /// <summary>The plan.</summary>
    /// <exception cref="RefusedException"><c>ROLLOUT_INVALID</c> with every violation; those of <see cref="IOrganization"/>.</exception>
    public async Task<RolloutPlan> PlanAsync(RolloutOrder order, CancellationToken ct)
    {
        var (guardrails, violations) = Select(order);
        var (catalog, _, parameters) = await filled.ReadAsync(ct);
        var (documents, tooLong) = GuardrailDocument.Pack(guardrails, parameters, options.Value.LongestPolicy);
        violations.AddRange(tooLong.Select(id => new Violation("guardrails", $"'{id}' is longer than {options.Value.LongestPolicy} characters with these parameters.")));
        IReadOnlyList<string> known = [.. catalog.Select(a => a.Id.ToString())];
        var snapshot = await reader.ReadAsync(known, [order.Canary, .. order.Targets], ct);
        violations.AddRange(Places(order, snapshot.Tree, known));
        var stages = StagesOf(order, snapshot, documents, known);
        violations.AddRange(stages.Where(s => s.Policies > options.Value.PoliciesPerTarget).Select(s => new Violation(
            s.Target, $"'{s.Name}' would have {s.Policies} service control policies while old and new ones overlap; it takes {options.Value.PoliciesPerTarget}.")));
        if (violations.Count > 0)
        {
            throw RolloutErrors.Invalid(violations);
        }

        var after = order.Targets.Prepend(order.Canary).Aggregate(snapshot, (s, target) => s.With(target, documents));
        return new(documents, ChangesOf(order, snapshot, documents), await CompareAsync(snapshot, after, known, ct), stages);
    }

    /// <summary>What changes outcome in some accounts between two snapshots.</summary>
    internal async Task<IReadOnlyList<OutcomeChange>> CompareAsync(
        OrganizationSnapshot before, OrganizationSnapshot after, IReadOnlyCollection<string> inAccounts, CancellationToken ct)
    {
        var (_, world, parameters) = await filled.ReadAsync(ct);
        var there = new ProofWorld([.. world.Seats.Where(s => inAccounts.Contains(s.Account))]);
        return new OutcomeComparison(there, parameters, Levels(before, inAccounts), Levels(after, inAccounts)).Find(_asked, ct);
    }

    /// <summary>The accounts of the catalog.</summary>
    internal async Task<IReadOnlyList<string>> KnownAccountsAsync(CancellationToken ct) => [.. (await filled.ReadAsync(ct)).Accounts.Select(a => a.Id.ToString())];

    static (IReadOnlyList<Guardrail> Guardrails, List<Violation> Violations) Select(RolloutOrder order) => (
        [.. GuardrailCatalogue.All.Where(g => g.Kind is PolicyKind.ServiceControl && (order.Guardrails.Count == 0 ? ShippedBook.ControlPolicies.Contains(g) : order.Guardrails.Contains(g.Id)))],
        [.. order.Guardrails.Where(id => GuardrailCatalogue.Find(id)?.Kind is not PolicyKind.ServiceControl).Select(id => new Violation(
            "guardrails", GuardrailCatalogue.Find(id) is null ? $"There is no guardrail '{id}'." : $"'{id}' is no service control policy."))]);

    static IEnumerable<Violation> Places(RolloutOrder order, OrganizationTree tree, IReadOnlyList<string> known)
    {
        if (!tree.TakesControlPolicies)
        {
            yield return new("organization", "Service control policies are not enabled in the organization: enable the policy type at its root.");
        }

        if (!tree.IsAccount(order.Canary))
        {
            yield return new("canary", $"There is no account '{order.Canary}' in the organization.");
        }
        else if (order.Canary == tree.ManagementAccount)
        {
            yield return new("canary", "Service control policies do not reach the management account: it shows nothing as a canary.");
        }
        else if (!known.Contains(order.Canary))
        {
            yield return new("canary", $"Account '{order.Canary}' is not in the catalog, so that nothing can be checked there.");
        }

        foreach (var target in order.Targets.Where(t => !tree.Has(t)))
        {
            yield return new("targets", $"There is no root, unit or account '{target}' in the organization.");
        }

        foreach (var target in order.Targets.GroupBy(t => t, StringComparer.Ordinal).Where(g => g.Count() > 1 || g.Key == order.Canary))
        {
            yield return new("targets", $"'{target.Key}' is named twice; the canary comes first by itself.");
        }
    }

    static List<PlannedStage> StagesOf(RolloutOrder order, OrganizationSnapshot snapshot, IReadOnlyList<GuardrailDocument> documents, IReadOnlyList<string> known)
        => [.. order.Targets.Prepend(order.Canary).Select(target => new PlannedStage(
            target, snapshot.Tree.NameOf(target), [.. snapshot.Tree.AccountsUnder(target).Where(known.Contains)],
            snapshot.On(target).Count + documents.Count(d => snapshot.On(target).All(p => p.Name != d.Name))))];

    static List<PlannedChange> ChangesOf(RolloutOrder order, OrganizationSnapshot snapshot, IReadOnlyList<GuardrailDocument> documents)
    {
        var (changes, places) = (new List<PlannedChange>(), order.Targets.Prepend(order.Canary).ToList());
        var there = snapshot.Attached.Values.SelectMany(p => p).Where(p => snapshot.Ours.Contains(p.Id)).DistinctBy(p => p.Name).ToList();
        foreach (var document in documents.Where(d => there.TrueForAll(p => p.Name != d.Name)))
        {
            var number = document.Name[..(document.Name.LastIndexOf('-') + 1)];
            var former = there.Find(p => p.Name.StartsWith(number, StringComparison.Ordinal));
            changes.Add(new(
                former is null ? PlannedChangeKind.Create : PlannedChangeKind.Replace, document.Name, "",
                DocumentDiff.Of(former is null ? null : snapshot.Contents[former.Id], document.Content)));
        }

        foreach (var place in places)
        {
            var here = snapshot.OursOn(place);
            changes.AddRange(documents.Where(d => here.All(p => p.Name != d.Name)).Select(d => new PlannedChange(PlannedChangeKind.Attach, d.Name, place, "")));
            changes.AddRange(here.Where(p => documents.All(d => d.Name != p.Name)).Select(p => new PlannedChange(PlannedChangeKind.Detach, p.Name, place, "")));
        }

        return changes;
    }

    static Dictionary<string, IReadOnlyList<PolicyLevel>> Levels(OrganizationSnapshot snapshot, IEnumerable<string> inAccounts)
        => inAccounts.ToDictionary(a => a, snapshot.LevelsOver, StringComparer.Ordinal);
}
