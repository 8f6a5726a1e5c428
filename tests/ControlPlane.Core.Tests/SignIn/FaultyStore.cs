using System.Runtime.CompilerServices;
using ControlPlane.Store;

namespace ControlPlane.SignIn;

/// <summary>A real store that can be made to fail, or to run something between a reader and a writer.</summary>
sealed class FaultyStore(IStore store) : IStore, IChangeReader
{
    event Action<IReadOnlyList<StoreWrite>>? IChangeReader.Written
    {
        add => Changes.Written += value;
        remove => Changes.Written -= value;
    }

#pragma warning disable VSTHRD003 // The store's own signal; tests have no synchronisation context to wait in.
    Task? IChangeReader.Changed => Changes.Changed;
#pragma warning restore VSTHRD003

    IChangeReader Changes => (IChangeReader)store;

    /// <summary>Whether writes of such a key fail as if the engine were gone.</summary>
    public Func<string, bool> LosesWritesOf { get; set; } = _ => false;

    /// <summary>Runs before each batch is written.</summary>
    public Func<IReadOnlyList<StoreWrite>, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether the feed fails before such a change, as if the engine were gone.</summary>
    public Func<StoreChange, bool> BreaksFeedAt { get; set; } = _ => false;

    public Task<StoredDocument?> FindAsync(string key, CancellationToken ct) => store.FindAsync(key, ct);

    public Task<IReadOnlyList<StoredDocument>> FindManyAsync(IReadOnlyCollection<string> keys, CancellationToken ct) => store.FindManyAsync(keys, ct);

    public Task<IReadOnlyList<StoredDocument>> ListAsync(string prefix, string? after, int limit, CancellationToken ct)
        => store.ListAsync(prefix, after, limit, ct);

    public Task<long> CountAsync(string prefix, CancellationToken ct) => store.CountAsync(prefix, ct);

    public async Task<long?> TryWriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken ct)
    {
        await BeforeWrite(writes);
        return writes.Any(write => LosesWritesOf(write.Key)) ? throw StoreErrors.Unavailable("It is gone.") : await store.TryWriteAsync(writes, ct);
    }

    public Task<bool> TryConsumeAsync(string key, DateTimeOffset until, CancellationToken ct) => store.TryConsumeAsync(key, until, ct);

    public Task<bool> IsConsumedAsync(string key, CancellationToken ct) => store.IsConsumedAsync(key, ct);

    public async IAsyncEnumerable<StoreChange> WatchAsync(string prefix, long afterRevision, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var change in store.WatchAsync(prefix, afterRevision, ct))
        {
            yield return BreaksFeedAt(change) ? throw StoreErrors.Unavailable("It is gone.") : change;
        }
    }

    public Task<ChangePage> ReadChangesAsync(ChangePlace after, IReadOnlyList<string> prefixes, CancellationToken ct)
        => Changes.ReadChangesAsync(after, prefixes, ct);

    public Task<long> GetRevisionAsync(CancellationToken ct) => store.GetRevisionAsync(ct);
}
