using System.Runtime.CompilerServices;
using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Listing;
using ControlPlane.Store;

namespace ControlPlane.Audit;

/// <summary>Reads the audit log: one event, by pages, as it grows, and all of it. Records that were spoilt behind our back are shown as
/// <c>audit.unreadable</c>.</summary>
/// <param name="store">Where the log is.</param>
/// <param name="trail">The log.</param>
/// <param name="time">The clock of the bookmarks.</param>
public sealed class AuditQueries(IStore store, AuditTrail trail, TimeProvider time)
{
    const int ReadBudget = 10_000;
    const int ChunkSize = 500;

    // gRPC clients take 4 MiB unless told otherwise, and a character has up to three bytes.
    const int PageCharacters = 1_000_000;
    static readonly TimeSpan _bookmarks = TimeSpan.FromSeconds(30);

    /// <summary>Reads a filter.</summary>
    /// <exception cref="RefusedException"><c>FILTER_INVALID</c>.</exception>
    public static Filter<AuditRecord> ParseFilter(string text) => AuditFields.Table.ParseFilter(text);

    /// <summary>Whether an order has the newest first, which it has when it says nothing.</summary>
    /// <exception cref="RefusedException"><c>ORDER_BY_INVALID</c>: the log has the order of time alone.</exception>
    public static bool IsNewestFirst(string orderBy) => AuditFields.IsNewestFirst(orderBy);

    /// <summary>Reads one record.</summary>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>.</exception>
    public async Task<AuditRecord> GetAsync(long sequence, CancellationToken ct)
        => await store.FindAsync(AuditChain.Key(sequence), ct) is { } found && AuditChain.ReadAnyhow(found) is { } record
            ? record
            : throw ResourceErrors.NotFound($"auditEvents/{sequence}");

    /// <summary>Reads a page. At most 10,000 records are read for it, however few of them pass, and it ends sooner when it becomes
    /// large.</summary>
    /// <param name="filter">What is wanted.</param>
    /// <param name="newestFirst">The order.</param>
    /// <param name="after">The <see cref="AuditPage.Next"/> of the page before; null for the first.</param>
    /// <param name="size">At most this many, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<AuditPage> ListAsync(Filter<AuditRecord> filter, bool newestFirst, long? after, int size, CancellationToken ct)
    {
        var found = new List<AuditRecord>();
        var limit = filter.IsEmpty ? Math.Clamp(size, 50, ChunkSize) : ChunkSize;
        var characters = 0;
        for (var read = 0; read < ReadBudget; read += limit)
        {
            var chunk = newestFirst ? await BackwardAsync(after, limit, ct) : await ForwardAsync(after ?? 0, limit, ct);
            foreach (var record in chunk.Records.Where(filter.Matches))
            {
                found.Add(record);
                characters += SizeOf(record.Event);
                if (found.Count == size || characters > PageCharacters)
                {
                    return new(found, record.Sequence);
                }
            }

            after = chunk.Next;
            if (after is null)
            {
                break;
            }
        }

        return new(found, after);
    }

    /// <summary>Streams what passes the filter as it is written, in order and without gaps, and goes on for ever.</summary>
    /// <param name="filter">What is wanted.</param>
    /// <param name="after">The <see cref="AuditSighting.Position"/> to go on after; null from now on.</param>
    /// <param name="tail">Without a position, so many of the newest come first, 0 to 1000.</param>
    /// <param name="ct">Ends the stream.</param>
    /// <exception cref="RefusedException"><c>RESUME_TOKEN_LOST</c>: what followed the position is gone.</exception>
    public async IAsyncEnumerable<AuditSighting> WatchAsync(
        Filter<AuditRecord> filter, long? after, int tail, [EnumeratorCancellation] CancellationToken ct)
    {
        var head = (await trail.GetHeadAsync(ct)).Count;
        if (after is { } resumed && (resumed > head || resumed < await RemovedAsync(ct)))
        {
            throw ResourceErrors.ResumeTokenLost();
        }

        if (after is null && tail > 0)
        {
            foreach (var record in (await ListAsync(filter, newestFirst: true, head + 1, tail, ct)).Records.Reverse())
            {
                yield return new(record, record.Sequence);
            }
        }

        var position = after ?? head;
        yield return new(null, position);
        while (true)
        {
            // Taken before the look: a write in between shows in the feed.
            var revision = await store.GetRevisionAsync(ct);
            for (long? next = position; next is { } from;)
            {
                var (records, going) = await ForwardAsync(from, ChunkSize, ct);
                foreach (var record in records)
                {
                    position = record.Sequence;
                    if (filter.Matches(record))
                    {
                        yield return new(record, position);
                    }
                }

                next = going;
            }

            if (!await ChangesAsync(revision, ct))
            {
                yield return new(null, position);
            }
        }
    }

    /// <summary>Reads everything that passes the filter and was there at the beginning, the oldest first, in pieces.</summary>
    public async IAsyncEnumerable<IReadOnlyList<AuditRecord>> ReadAsync(Filter<AuditRecord> filter, [EnumeratorCancellation] CancellationToken ct)
    {
        var last = (await trail.GetHeadAsync(ct)).Count;
        for (long? next = 0; next < last;)
        {
            var chunk = await ForwardAsync(next.Value, ChunkSize, ct);
            yield return [.. chunk.Records.Where(r => r.Sequence <= last && filter.Matches(r))];
            next = chunk.Next;
        }
    }

    // What can be long.
    static int SizeOf(AuditEvent entry)
        => 500 + (entry.Before?.Length ?? 0) + (entry.After?.Length ?? 0) + entry.Details.Sum(d => d.Key.Length + d.Value.Length);

    async Task<long> RemovedAsync(CancellationToken ct)
        => AuditChain.TryReadHead(await store.FindAsync(AuditChain.CheckpointKey, ct), out var removed) ? removed.Count : 0;

    async Task<AuditPage> ForwardAsync(long after, int limit, CancellationToken ct)
    {
        var found = await store.ListAsync(AuditChain.Prefix, AuditChain.Key(after), limit, ct);
        var records = found.Select(AuditChain.ReadAnyhow).OfType<AuditRecord>().ToList();
        return new(records, found.Count == limit && records.Count > 0 ? records[^1].Sequence : null);
    }

    // By the keys' numbers and not by what is found: one that was removed behind our back does not end the log.
    async Task<AuditPage> BackwardAsync(long? after, int limit, CancellationToken ct)
    {
        var end = after - 1 ?? (await trail.GetHeadAsync(ct)).Count;
        var removed = await RemovedAsync(ct);
        var first = Math.Max(removed + 1, end - limit + 1);
        if (end < first)
        {
            return new([], null);
        }

        var keys = Enumerable.Range(0, (int)(end - first + 1)).Select(i => AuditChain.Key(first + i)).ToList();
        var found = await store.FindManyAsync(keys, ct);
        return new(
            [.. found.OrderByDescending(d => d.Key, StringComparer.Ordinal).Select(AuditChain.ReadAnyhow).OfType<AuditRecord>()],
            first > removed + 1 ? first : null);
    }

    // False when it is time for a bookmark.
    async Task<bool> ChangesAsync(long revision, CancellationToken ct)
    {
        using var bookmark = new CancellationTokenSource(_bookmarks, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bookmark.Token, ct);
        try
        {
            await using var changes = store.WatchAsync(AuditChain.Prefix, revision, either.Token).GetAsyncEnumerator(either.Token);
            return await changes.MoveNextAsync();
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
        catch (RefusedException lost) when (lost.Reason is "STORE_FEED_LOST")
        {
            // Much changed: the log itself is looked at, which loses nothing.
            return true;
        }
    }
}
