using System.Text.Json.Serialization.Metadata;
using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Entitlements;
using ControlPlane.Listing;
using ControlPlane.Store;
using ControlPlane.Teams;

namespace ControlPlane.Domains;

/// <summary>What is particular about domains.</summary>
/// <param name="accounts">The accounts that they are in.</param>
/// <param name="teams">The teams that use them.</param>
/// <param name="assignments">Who works in them.</param>
public sealed class DomainKind(AccountCatalog accounts, TeamCatalog teams, AssignmentCatalog assignments) : SourcedKind<Domain>
{
    const int Shown = 20;

    /// <inheritdoc/>
    public override string Collection => "domains";

    /// <inheritdoc/>
    public override FieldTable<Resource<Domain>> Fields => field ??= Common()
        .Text("display_name", r => r.Value.DisplayName)
        .Text("account", r => $"accounts/{r.Value.Name.Account}")
        .Text("region", r => r.Value.Name.Region.ToString())
        .Choice("auth_mode", "AUTH_MODE_", r => r.Value.AuthMode)
        .Number("profile_limit", r => r.Value.ProfileLimit)
        .Choice("state", "STATE_", r => r.Value.State);

    internal override string Prefix => "domains/";

    internal override JsonTypeInfo<Sourced<Domain>> Json => DocumentJson.Readable.SourcedDomain;

    /// <inheritdoc/>
    public override string NameOf(Domain value) => value.Name.ToString();

    internal static string NameFrom(string key)
        => key.Split('/') is [_, var account, var region, var domain] ? $"accounts/{account}/regions/{region}/domains/{domain}" : key;

    internal override string NameOfKey(string key) => NameFrom(key);

    internal override string KeyOf(Domain value) => StoreKey.Of(value.Name);

    internal override async Task CheckAsync(Domain value, Domain? before, FieldFindings findings, CancellationToken ct)
    {
        if (value.ProfileLimit is < 1 or > 1_000_000)
        {
            findings.Wrong("profileLimit", "Write a whole number from 1 to 1000000.");
        }

        if (value.AppLimit is < 0)
        {
            findings.Wrong("appLimit", "It cannot be negative; 0 means that nobody said.");
        }

        if (await accounts.FindAsync(value.Name.Account, ct) is not { } account)
        {
            findings.Wrong("name", $"There is no account {value.Name.Account}: create it first.");
        }
        else if (!account.Regions.Contains(value.Name.Region))
        {
            findings.Wrong("name", $"The account {account.Id} does not list the Region {value.Name.Region}: it has {string.Join(", ", account.Regions)}.");
        }
    }

    internal override async Task<Dependents> FindDependentsAsync(Domain value, CancellationToken ct)
    {
        var users = new List<string>();
        for (TeamId? after = null; await teams.ListAsync(after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Id)
        {
            users.AddRange(page.Where(t => t.Placements.Any(p => p.Domain == value.Name)).Select(t => $"teams/{t.Id}"));
        }

        var profiles = await assignments.CountAsync(value.Name, ct);
        var names = users.Take(Shown).ToList();
        if (profiles > 0)
        {
            names.Add($"{value.Name}/profiles ({profiles})");
        }

        return new(names, users.Count + profiles);
    }
}
