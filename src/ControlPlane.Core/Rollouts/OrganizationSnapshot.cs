using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Rollouts;

/// <summary>Which service control policies hang where, as AWS said at one moment.</summary>
/// <param name="Tree">The organization.</param>
/// <param name="Attached">The policies on each root, unit and account that was looked at.</param>
/// <param name="Contents">The documents by the id of their policy.</param>
/// <param name="Ours">The ids of the policies that carry our tag.</param>
sealed record OrganizationSnapshot(
    OrganizationTree Tree, IReadOnlyDictionary<string, IReadOnlyList<ControlPolicy>> Attached, IReadOnlyDictionary<string, string> Contents,
    IReadOnlySet<string> Ours)
{
    /// <summary>Our policies on a target.</summary>
    public IReadOnlyList<ControlPolicy> OursOn(string target) => [.. On(target).Where(p => Ours.Contains(p.Id))];

    /// <summary>All policies on a target.</summary>
    public IReadOnlyList<ControlPolicy> On(string target) => Attached.GetValueOrDefault(target, []);

    /// <summary>The levels over an account, from the root down; none over the management account, which control policies do not reach.</summary>
    public IReadOnlyList<PolicyLevel> LevelsOver(string account) => account == Tree.ManagementAccount
        ? []
        : [.. Tree.PathTo(account).Select(level => new PolicyLevel(level, [.. On(level).Select(p => Policy.Parse(p.Name, Contents[p.Id], PolicyKind.ServiceControl))]))];

    /// <summary>The same as if a target had other policies of ours.</summary>
    public OrganizationSnapshot With(string target, IReadOnlyList<GuardrailDocument> documents)
    {
        var contents = Contents.Concat(documents.Select(d => KeyValuePair.Create(d.Name, d.Content))).DistinctBy(c => c.Key).ToDictionary(StringComparer.Ordinal);
        IReadOnlyList<ControlPolicy> there = [.. On(target).Where(p => !Ours.Contains(p.Id)), .. documents.Select(d => new ControlPolicy(d.Name, d.Name, false))];
        return this with
        {
            Contents = contents,
            Attached = new Dictionary<string, IReadOnlyList<ControlPolicy>>(Attached) { [target] = there },
            Ours = Ours.Concat(documents.Select(d => d.Name)).ToHashSet(StringComparer.Ordinal),
        };
    }
}

/// <summary>Takes snapshots.</summary>
/// <param name="organization">The organization.</param>
public sealed class OrganizationReader(IOrganization organization)
{
    /// <summary>Reads what hangs over some accounts and on some targets.</summary>
    internal async Task<OrganizationSnapshot> ReadAsync(IEnumerable<string> accounts, IEnumerable<string> targets, CancellationToken ct)
    {
        var tree = await organization.ReadTreeAsync(ct);
        var attached = new Dictionary<string, IReadOnlyList<ControlPolicy>>(StringComparer.Ordinal);
        foreach (var level in accounts.Concat(targets).SelectMany(tree.PathTo).Distinct(StringComparer.Ordinal))
        {
            attached[level] = await organization.ListAttachedAsync(level, ct);
        }

        var (contents, ours) = (new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var policy in attached.Values.SelectMany(a => a).DistinctBy(p => p.Id))
        {
            contents[policy.Id] = await organization.ReadContentAsync(policy.Id, ct);
            if (!policy.IsAwsManaged && await organization.IsOursAsync(policy.Id, ct))
            {
                ours.Add(policy.Id);
            }
        }

        return new(tree, attached, contents, ours);
    }
}
