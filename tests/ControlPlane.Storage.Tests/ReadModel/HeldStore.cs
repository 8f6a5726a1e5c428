using ControlPlane.Store;

namespace ControlPlane.Storage.Tests.ReadModel;

/// <summary>A real store whose feed, and whose answers, can be held back or fail; it counts what is read.</summary>
sealed class HeldStore(IStore store) : IStore, IChangeReader
{
    int _reads;

    public event Action<IReadOnlyList<StoreWrite>>? Written
    {
        add => Changes.Written += value;
        remove => Changes.Written -= value;
    }

#pragma warning disable VSTHRD003 // The store's own signal; tests have no synchronisation context to wait in.
    public Task? Changed => Changes.Changed;
#pragma warning restore VSTHRD003

    /// <summary>Runs before the feed is read.</summary>
    public Func<Task> BeforeFeed { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs when documents were read, before they are answered.</summary>
    public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

    /// <summary>How often documents were read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    IChangeReader Changes => (IChangeReader)store;

    public async Task<StoredDocument?> FindAsync(string key, CancellationToken ct) => await AnswerAsync(await store.FindAsync(key, ct));

    public async Task<IReadOnlyList<StoredDocument>> FindManyAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
        => await AnswerAsync(await store.FindManyAsync(keys, ct));

    public async Task<IReadOnlyList<StoredDocument>> ListAsync(string prefix, string? after, int limit, CancellationToken ct)
        => await AnswerAsync(await store.ListAsync(prefix, after, limit, ct));

    public Task<long> CountAsync(string prefix, CancellationToken ct) => store.CountAsync(prefix, ct);

    public Task<long?> TryWriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken ct) => store.TryWriteAsync(writes, ct);

    public Task<bool> TryConsumeAsync(string key, DateTimeOffset until, CancellationToken ct) => store.TryConsumeAsync(key, until, ct);

    public Task<bool> IsConsumedAsync(string key, CancellationToken ct) => store.IsConsumedAsync(key, ct);

    public IAsyncEnumerable<StoreChange> WatchAsync(string prefix, long afterRevision, CancellationToken ct) => store.WatchAsync(prefix, afterRevision, ct);

    public Task<long> GetRevisionAsync(CancellationToken ct) => store.GetRevisionAsync(ct);

    public async Task<ChangePage> ReadChangesAsync(ChangePlace after, IReadOnlyList<string> prefixes, CancellationToken ct)
    {
        await BeforeFeed().WaitAsync(ct);
        return await Changes.ReadChangesAsync(after, prefixes, ct);
    }

    async Task<T> AnswerAsync<T>(T answer)
    {
        Interlocked.Increment(ref _reads);
        await BeforeAnswer();
        return answer;
    }
}
