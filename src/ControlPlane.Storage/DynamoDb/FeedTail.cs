using ControlPlane.Store;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>The newest chunks of the feed in memory. Reads of many items are laid over with them, so that they see all of a transaction or
/// nothing, however far DynamoDB has come with applying it. What this replica writes is put here, so a lone replica reads it once.</summary>
sealed class FeedTail(DynamoDbFeed feed)
{
    // More than can be under way at a time: each transaction changes the state, and so waits for the one before.
    const int MostChunks = 16;
    const long MostBytes = 4 * 1024 * 1024;
    readonly Lock _lock = new();
    IReadOnlyList<FeedChunk> _held = [];

    /// <summary>Takes over chunks that this replica wrote, where they follow what is held. The first are read: of what others wrote just
    /// before, a part may still be on its way.</summary>
    public void Add(IReadOnlyList<FeedChunk> chunks)
    {
        lock (_lock)
        {
            if (_held.Count > 0 && _held[^1].UpTo == chunks[0].After)
            {
                _held = Newest([.. _held, .. chunks]);
            }
        }
    }

    /// <summary>The changes after a revision and up to another, and before them those of the last transactions, in their order.</summary>
    /// <param name="since">The revision after which nothing may be left out.</param>
    /// <param name="now">The state up to which to read.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Null when the feed no longer reaches back that far.</returns>
    public async Task<IEnumerable<PendingChange>?> ReadAsync(long since, StoreState now, CancellationToken ct)
    {
        if (now.Floor > since)
        {
            return null;
        }

        if (now.Floor == now.Revision)
        {
            return [];
        }

        var held = await ReachAsync(now.Revision, ct);
        var chunks = held[0].After > FeedPosition.End(Math.Max(since, now.Floor)) ? await AllAsync(since, now.Revision, ct) : held;
        // Not past it: of a transaction that came later only a part may be here. Not below the floor: an import may have taken its place.
        return chunks.SelectMany(c => c.Entries).Where(e => e.Revision <= now.Revision && e.Revision > now.Floor);
    }

    async Task<IReadOnlyList<FeedChunk>> ReachAsync(long revision, CancellationToken ct)
    {
        for (var tries = 0; tries < Patience.Tries; tries++)
        {
            var held = Volatile.Read(ref _held);
            if (held.Count > 0 && held[^1].UpTo >= FeedPosition.End(revision))
            {
                return held;
            }

            var more = held.Count > 0 ? await feed.UnbrokenAsync(held[^1].UpTo, ct) : await feed.NewestAsync(MostChunks, ct);
            if (more.Count > 0)
            {
                Replace(held, Newest([.. held, .. more]));
                continue;
            }

            // Just being applied; or this replica slept for so long that what follows was trimmed.
            await Patience.WaitAsync(ct);
            if (tries == Patience.Tries / 2)
            {
                Replace(held, []);
            }
        }

        throw StoreErrors.Unavailable($"its feed does not reach revision {revision}.");
    }

    async Task<IReadOnlyList<FeedChunk>> AllAsync(long since, long revision, CancellationToken ct)
    {
        var all = new List<FeedChunk>();
        var place = FeedPosition.End(since);
        for (var tries = 0; place < FeedPosition.End(revision); tries++)
        {
            var more = await feed.UnbrokenAsync(place, ct);
            all.AddRange(more);
            (place, tries) = more.Count > 0 ? (more[^1].UpTo, 0) : (place, tries);
            if (tries == Patience.Tries)
            {
                throw StoreErrors.Unavailable($"its feed has a gap after {place}.");
            }

            if (more.Count == 0)
            {
                await Patience.WaitAsync(ct);
            }
        }

        return all;
    }

    void Replace(IReadOnlyList<FeedChunk> old, IReadOnlyList<FeedChunk> held)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_held, old))
            {
                _held = held;
            }
        }
    }

    static IReadOnlyList<FeedChunk> Newest(List<FeedChunk> chunks)
    {
        var bytes = chunks.Sum(c => c.Bytes);
        var drop = 0;
        while (chunks.Count - drop > 1 && (chunks.Count - drop > MostChunks || bytes > MostBytes))
        {
            bytes -= chunks[drop++].Bytes;
        }

        return chunks[drop..];
    }
}
