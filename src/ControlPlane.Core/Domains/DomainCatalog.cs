using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Store;

namespace ControlPlane.Domains;

/// <summary>The SageMaker domains that hold profiles.</summary>
/// <param name="store">Where they are.</param>
public sealed class DomainCatalog(IStore store)
{
    readonly CatalogSet<Sourced<Domain>> _set = new(store, DocumentJson.Readable.SourcedDomain);

    /// <summary>Reads a domain; null when there is none.</summary>
    public async Task<Domain?> FindAsync(DomainName name, CancellationToken ct) => (await _set.FindAsync(StoreKey.Of(name), ct))?.Value;

    /// <summary>Reads many domains at once. Those that do not exist are not in the answer; the order is not that of the names.</summary>
    public async Task<IReadOnlyList<Domain>> FindManyAsync(IReadOnlyCollection<DomainName> names, CancellationToken ct)
        => [.. (await _set.FindManyAsync([.. names.Select(StoreKey.Of)], ct)).Select(d => d.Value)];

    /// <summary>Reads domains by account, Region and id, in this order.</summary>
    /// <param name="account">Only those in this account; null for all.</param>
    /// <param name="after">Only those that sort after this one; null from the start.</param>
    /// <param name="limit">At most this many, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<Domain>> ListAsync(AccountId? account, DomainName? after, int limit, CancellationToken ct)
    {
        var prefix = account is { } id ? $"domains/{id}/" : "domains/";
        return [.. (await _set.ListAsync(prefix, after is { } name ? StoreKey.Of(name) : null, limit, ct)).Select(d => d.Value)];
    }

    /// <summary>Creates or replaces a domain.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="source">Where it comes from; see <see cref="Sourced{T}.Source"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task PutAsync(Domain domain, string source, CancellationToken ct) => _set.PutAsync(StoreKey.Of(domain.Name), new(source, domain), ct);
}
