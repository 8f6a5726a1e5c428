namespace ControlPlane.Store;

/// <summary>Small documents under hierarchical keys: the one shape of all our state (docs/adr/0001). Keys are slash-separated, ordinal in
/// order (UTF-8 bytes), 1 to 512 bytes. Safe for use by many threads and, where the engine is shared, by many processes. Methods throw
/// <see cref="Errors.RefusedException"/> with <c>STORE_UNAVAILABLE</c> when the engine cannot be reached.</summary>
public interface IStore
{
    /// <summary>Reads a document; null when there is none or its time is over.</summary>
    Task<StoredDocument?> FindAsync(string key, CancellationToken ct);

    /// <summary>Reads many documents at once. Those that do not exist are not in the answer; the order is not that of the keys.</summary>
    Task<IReadOnlyList<StoredDocument>> FindManyAsync(IReadOnlyCollection<string> keys, CancellationToken ct);

    /// <summary>Reads documents whose keys begin with a prefix, in key order.</summary>
    /// <param name="prefix">The prefix; it should end with a slash.</param>
    /// <param name="after">Only keys that sort after this one; null from the start.</param>
    /// <param name="limit">At most this many, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<StoredDocument>> ListAsync(string prefix, string? after, int limit, CancellationToken ct);

    /// <summary>Counts the documents whose keys begin with a prefix.</summary>
    Task<long> CountAsync(string prefix, CancellationToken ct);

    /// <summary>Applies all writes or none.</summary>
    /// <returns>The revision that the writes carry, or null when an expected version did not hold: nothing was written then.</returns>
    Task<long?> TryWriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken ct);

    /// <summary>Uses up a key: of all callers, in all replicas, exactly one gets true until the key's time is over.</summary>
    /// <param name="key">What to use up.</param>
    /// <param name="until">When it may be forgotten. A moment that has passed already gives false.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<bool> TryConsumeAsync(string key, DateTimeOffset until, CancellationToken ct);

    /// <summary>Whether a key was used up and its time is not over. Uses nothing up.</summary>
    Task<bool> IsConsumedAsync(string key, CancellationToken ct);

    /// <summary>Streams changes under a prefix in revision order, from just after a revision on, and goes on for ever. A deletion has no
    /// value.</summary>
    /// <param name="prefix">The prefix; empty for everything.</param>
    /// <param name="afterRevision">Zero for everything that the feed still holds.</param>
    /// <param name="ct">Ends the stream.</param>
    /// <exception cref="Errors.RefusedException"><c>STORE_FEED_LOST</c>: the feed no longer reaches back that far; list again.</exception>
    IAsyncEnumerable<StoreChange> WatchAsync(string prefix, long afterRevision, CancellationToken ct);

    /// <summary>The revision of the newest write; zero for an empty store.</summary>
    Task<long> GetRevisionAsync(CancellationToken ct);
}
