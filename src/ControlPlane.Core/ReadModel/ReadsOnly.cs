using ControlPlane.Store;

namespace ControlPlane.ReadModel;

/// <summary>Reads of the store that come from elsewhere where they can. Nothing can be changed through them, so that no change is decided by
/// what they say.</summary>
/// <param name="store">The store itself.</param>
abstract class ReadsOnly(IStore store) : IStore
{
    public virtual Task<StoredDocument?> FindAsync(string key, CancellationToken ct) => store.FindAsync(key, ct);

    public virtual Task<IReadOnlyList<StoredDocument>> FindManyAsync(IReadOnlyCollection<string> keys, CancellationToken ct) => store.FindManyAsync(keys, ct);

    public virtual Task<IReadOnlyList<StoredDocument>> ListAsync(string prefix, string? after, int limit, CancellationToken ct)
        => store.ListAsync(prefix, after, limit, ct);

    public Task<long> CountAsync(string prefix, CancellationToken ct) => store.CountAsync(prefix, ct);

    public Task<long?> TryWriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken ct) => throw Refusal();

    public Task<bool> TryConsumeAsync(string key, DateTimeOffset until, CancellationToken ct) => throw Refusal();

    public Task<bool> IsConsumedAsync(string key, CancellationToken ct) => store.IsConsumedAsync(key, ct);

    public IAsyncEnumerable<StoreChange> WatchAsync(string prefix, long afterRevision, CancellationToken ct) => store.WatchAsync(prefix, afterRevision, ct);

    public Task<long> GetRevisionAsync(CancellationToken ct) => store.GetRevisionAsync(ct);

    static InvalidOperationException Refusal() => new("A change goes to the store itself.");
}

/// <summary>The store as this process remembers it.</summary>
sealed class CopiedReads(StoreCopy copy, IStore store) : ReadsOnly(store)
{
    public override Task<StoredDocument?> FindAsync(string key, CancellationToken ct) => copy.FindAsync(key, ct);

    public override Task<IReadOnlyList<StoredDocument>> FindManyAsync(IReadOnlyCollection<string> keys, CancellationToken ct) => copy.FindManyAsync(keys, ct);

    public override Task<IReadOnlyList<StoredDocument>> ListAsync(string prefix, string? after, int limit, CancellationToken ct)
        => copy.ListAsync(prefix, after, limit, ct);
}

/// <summary>The store with some documents that were read from it at once; everything else is read when it is asked for.</summary>
sealed class SnapshotReads(IStore store, IReadOnlySet<string> keys, IReadOnlyDictionary<string, StoredDocument> found) : ReadsOnly(store)
{
    public static async Task<SnapshotReads> ReadAsync(IStore store, HashSet<string> keys, CancellationToken ct)
        => new(store, keys, (await store.FindManyAsync(keys, ct)).ToDictionary(d => d.Key, StringComparer.Ordinal));

    public override Task<StoredDocument?> FindAsync(string key, CancellationToken ct)
        => keys.Contains(key) ? Task.FromResult(found.GetValueOrDefault(key)) : base.FindAsync(key, ct);

    public override Task<IReadOnlyList<StoredDocument>> FindManyAsync(IReadOnlyCollection<string> asked, CancellationToken ct)
        => asked.All(keys.Contains)
            ? Task.FromResult<IReadOnlyList<StoredDocument>>([.. asked.Distinct(StringComparer.Ordinal).Select(found.GetValueOrDefault).OfType<StoredDocument>()])
            : base.FindManyAsync(asked, ct);
}
