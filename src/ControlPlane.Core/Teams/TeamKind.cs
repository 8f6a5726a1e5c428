using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Listing;
using ControlPlane.Store;

namespace ControlPlane.Teams;

/// <summary>What is particular about teams.</summary>
/// <param name="store">Where what depends on them is.</param>
/// <param name="accounts">The accounts that their domains are in.</param>
/// <param name="domains">The domains that they use.</param>
/// <param name="assignments">Who works for them.</param>
public sealed class TeamKind(IStore store, AccountCatalog accounts, DomainCatalog domains, AssignmentCatalog assignments) : SourcedKind<Team>
{
    const int Shown = 20;
    const int MostOwners = 100;
    readonly CaseClaims _claims = new(store);

    /// <inheritdoc/>
    public override string Collection => "teams";

    /// <inheritdoc/>
    public override FieldTable<Resource<Team>> Fields => field ??= Common()
        .Text("display_name", r => r.Value.DisplayName)
        .Text("purpose", r => r.Value.Purpose)
        .List("placements.domain", r => r.Value.Placements.Select(p => p.Domain.ToString()))
        .List("owners", r => r.Value.Owners.Select(SubjectName.Of))
        .Text("execution_role", r => r.Value.ExecutionRole)
        .Choice("state", "STATE_", r => r.Value.State)
        .Map("project_metadata", r => r.Value.ProjectMetadata);

    internal override string Prefix => "teams/";

    internal override JsonTypeInfo<Sourced<Team>> Json => DocumentJson.Readable.SourcedTeam;

    /// <inheritdoc/>
    public override string NameOf(Team value) => $"teams/{value.Id}";

    internal override string NameOfKey(string key) => key;

    internal override string KeyOf(Team value) => StoreKey.Of(value.Id);

    internal override async Task<IReadOnlyList<StoreWrite>> SideWritesAsync(Resource<Team>? before, Resource<Team>? after, CancellationToken ct)
    {
        var id = (after ?? before)!.Value.Id;
        return await _claims.SideWritesAsync(StoreKey.Lower(id), id.ToString(), before is null, after is null, $"teams/{id}", ct);
    }

    internal override async Task CheckAsync(Team value, Team? before, FieldFindings findings, CancellationToken ct)
    {
        CatalogRules.Check(value, named: true, findings);
        if (value.Placements.Count == 0)
        {
            findings.Wrong("placements", "At least one is needed.");
        }

        if (value.ExecutionRole.Length == 0)
        {
            findings.Wrong("executionRole", "It is missing.");
        }

        if (value.SessionLength < Team.MinimumSession || value.SessionLength > Team.MaximumSession)
        {
            findings.Wrong("sessionDuration", $"Write {Team.MinimumSession.TotalSeconds:0} to {Team.MaximumSession.TotalSeconds:0} seconds.");
        }

        if (JsonElement.Parse(value.UserSettingsJson).EnumerateObject().Any(s => s.Name.Equals("ExecutionRole", StringComparison.OrdinalIgnoreCase)))
        {
            findings.Wrong("userSettings", "ExecutionRole has a place of its own: write it as execution_role.");
        }

        if (value.Owners.Count > MostOwners)
        {
            findings.Wrong("owners", $"There are {value.Owners.Count}: at most {MostOwners}; make a group the owner.");
        }

        for (var i = 0; i < value.Placements.Count; i++)
        {
            CheckPlacement(value.Placements[i], $"placements[{i}]", findings);
        }

        var partitions = new Dictionary<AccountId, string?>();
        foreach (var id in value.Placements.Select(p => p.Domain.Account).Distinct())
        {
            partitions[id] = (await accounts.FindAsync(id, ct))?.Partition;
        }

        CatalogRules.CheckPartitions(value, partitions.GetValueOrDefault, findings);
        var known = (await domains.FindManyAsync([.. value.Placements.Select(p => p.Domain).Distinct()], ct)).Select(d => d.Name).ToHashSet();
        foreach (var missing in value.Placements.Select(p => p.Domain).Where(d => !known.Contains(d)))
        {
            findings.Wrong("placements", $"There is no domain {missing}: create or import it first.");
        }
    }

    static void CheckPlacement(Placement placement, string field, FieldFindings findings)
    {
        if (placement.Weight is < 0 or > 1000)
        {
            findings.Wrong($"{field}.weight", $"The weight of {placement.Domain} is {placement.Weight}: write 0 to 1000.");
        }

        if (placement.ExecutionRole is { } role)
        {
            CatalogRules.CheckRoleArn(role, placement.Domain.Account, null, findings, $"{field}.executionRole");
        }
    }

    internal override async Task<Dependents> FindDependentsAsync(Team value, CancellationToken ct)
    {
        var prefix = StoreKey.EntitlementsByTeam(value.Id);
        var rights = await store.ListAsync(prefix, null, Shown, ct);
        var count = rights.Count < Shown ? rights.Count : await store.CountAsync(prefix, ct);
        var (people, profiles) = await assignments.FindOfTeamAsync(value.Id, Shown, ct);
        return new(
            [.. rights.Select(r => $"teams/{value.Id}/entitlements/{EntitlementIdOf(r.Key)}"), .. people.Select(u => $"users/{NameSegment.Encode(u.ToString())}/assignments/{value.Id}")],
            count + profiles);
    }

    static string EntitlementIdOf(string key) => key.Split('/') switch
    {
        [_, _, "users", var user] => $"user-{NameSegment.Encode(StoreKey.Text(user))}",
        [_, _, "groups", var group] => $"group-{NameSegment.Encode(StoreKey.Text(group))}",
        _ => key,
    };
}
