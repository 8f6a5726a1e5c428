using System.Text.Json.Serialization.Metadata;
using ControlPlane.Catalog;
using ControlPlane.Listing;
using ControlPlane.Store;

namespace ControlPlane.Accounts;

/// <summary>What is particular about accounts.</summary>
/// <param name="store">Where what depends on them is.</param>
public sealed class AccountKind(IStore store) : SourcedKind<Account>
{
    const int Shown = 20;

    /// <inheritdoc/>
    public override string Collection => "accounts";

    /// <inheritdoc/>
    public override FieldTable<Resource<Account>> Fields => field ??= Common()
        .Text("display_name", r => r.Value.Alias)
        .Text("environment", r => r.Value.Environment)
        .List("regions", r => r.Value.Regions.Select(region => region.ToString()))
        .Choice("state", "STATE_", r => r.Value.State);

    internal override string Prefix => "accounts/";

    internal override JsonTypeInfo<Sourced<Account>> Json => DocumentJson.Readable.SourcedAccount;

    /// <inheritdoc/>
    public override string NameOf(Account value) => $"accounts/{value.Id}";

    internal override string NameOfKey(string key) => key;

    internal override string KeyOf(Account value) => StoreKey.Of(value.Id);

    internal override async Task CheckAsync(Account value, Account? before, FieldFindings findings, CancellationToken ct)
    {
        CatalogRules.Check(value, findings);
        if (before is null)
        {
            return;
        }

        // A domain whose Region is not listed could not be launched any more, and nobody would have said so.
        foreach (var region in before.Regions.Except(value.Regions))
        {
            if (await store.CountAsync($"domains/{value.Id}/{region}/", ct) is > 0 and var count)
            {
                findings.Wrong("regions", $"{region} cannot go: {count} of the account's domains are in it.");
            }
        }
    }

    internal override async Task<Dependents> FindDependentsAsync(Account value, CancellationToken ct)
    {
        var prefix = $"domains/{value.Id}/";
        var first = await store.ListAsync(prefix, null, Shown, ct);
        return new([.. first.Select(d => Domains.DomainKind.NameFrom(d.Key))], first.Count < Shown ? first.Count : await store.CountAsync(prefix, ct));
    }
}
