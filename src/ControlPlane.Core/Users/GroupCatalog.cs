using ControlPlane.Catalog;
using ControlPlane.Store;

namespace ControlPlane.Users;

/// <summary>The groups that are known by more than their id. A group needs no record here to be entitled.</summary>
/// <param name="store">Where they are.</param>
public sealed class GroupCatalog(IStore store)
{
    readonly CatalogSet<Sourced<Group>> _set = new(store, DocumentJson.Readable.SourcedGroup);

    /// <summary>Reads a group; null when there is none.</summary>
    public async Task<Group?> FindAsync(GroupId id, CancellationToken ct) => (await _set.FindAsync(StoreKey.Of(id), ct))?.Value;

    /// <summary>Creates or replaces a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="source">Where it comes from; see <see cref="Sourced{T}.Source"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task PutAsync(Group group, string source, CancellationToken ct) => _set.PutAsync(StoreKey.Of(group.Id), new(source, group), ct);
}
