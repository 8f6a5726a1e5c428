using ControlPlane.Catalog;
using ControlPlane.Store;

namespace ControlPlane.Users;

/// <summary>The people.</summary>
/// <param name="store">Where they are.</param>
public sealed class UserCatalog(IStore store)
{
    readonly CatalogSet<Sourced<User>> _set = new(store, DocumentJson.Readable.SourcedUser);
    readonly CaseClaims _claims = new(store);

    /// <summary>Reads a user; null when there is none.</summary>
    public async Task<User?> FindAsync(UserId id, CancellationToken ct) => (await _set.FindAsync(StoreKey.Of(id), ct))?.Value;

    /// <summary>Reads users in the order of their keys, which is that of their ids where these are plain ASCII.</summary>
    /// <param name="after">Only those that sort after this one; null from the start.</param>
    /// <param name="limit">At most this many, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<User>> ListAsync(UserId? after, int limit, CancellationToken ct)
        => [.. (await _set.ListAsync("users/", after is { } id ? StoreKey.Of(id) : null, limit, ct)).Select(u => u.Value)];

    /// <summary>Creates or replaces a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="source">Where it comes from; see <see cref="Sourced{T}.Source"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="Errors.RefusedException"><c>USER_DIFFERS_BY_CASE</c>: another user has this id in another case.</exception>
    public Task PutAsync(User user, string source, CancellationToken ct) => _claims.PutAsync(
        _set.Write(StoreKey.Of(user.Id), new(source, user)),
        StoreKey.Lower(user.Id),
        user.Id.ToString(),
        holder => UserErrors.DiffersByCase(user.Id, holder),
        ct);
}
