using ControlPlane.Catalog;
using ControlPlane.Store;

namespace ControlPlane.Accounts;

/// <summary>The accounts that the control plane may enter.</summary>
/// <param name="store">Where they are.</param>
public sealed class AccountCatalog(IStore store)
{
    readonly CatalogSet<Sourced<Account>> _set = new(store, DocumentJson.Readable.SourcedAccount);

    /// <summary>Reads an account; null when there is none.</summary>
    public async Task<Account?> FindAsync(AccountId id, CancellationToken ct) => (await _set.FindAsync(StoreKey.Of(id), ct))?.Value;

    /// <summary>Reads accounts in the order of their ids.</summary>
    /// <param name="after">Only those that sort after this one; null from the start.</param>
    /// <param name="limit">At most this many, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<Account>> ListAsync(AccountId? after, int limit, CancellationToken ct)
        => [.. (await _set.ListAsync("accounts/", after is { } id ? StoreKey.Of(id) : null, limit, ct)).Select(a => a.Value)];

    /// <summary>Creates or replaces an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="source">Where it comes from; see <see cref="Sourced{T}.Source"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task PutAsync(Account account, string source, CancellationToken ct)
        => _set.PutAsync(StoreKey.Of(account.Id), new(source, account), ct);
}
