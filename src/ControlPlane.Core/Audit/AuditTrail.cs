using System.Security.Cryptography;
using System.Text.Json;
using ControlPlane.Errors;
using ControlPlane.Store;

namespace ControlPlane.Audit;

/// <summary>The audit log: append-only and hash-chained, one chain for all replicas. What several callers append at the same time is
/// written in one batch.</summary>
/// <param name="store">Where it is.</param>
/// <param name="time">The clock, for the pause before another attempt.</param>
public sealed class AuditTrail(IStore store, TimeProvider time)
{
    // The head takes one write of a batch.
    const int BatchEvents = StoreLimits.BatchWrites - 1;

    // Leaves room for the keys, the head, and the JSON around the events.
    const int BatchBytes = StoreLimits.BatchBytes - (64 * 1024);

    // Two states of 16 KiB, each at most doubled by escapes, and room for the rest.
    const int EventBytes = 96 * 1024;
    const int Attempts = 50;
    const int AttemptsAtOnce = 10;
    readonly Lock _lock = new();
    readonly Queue<Pending> _pending = new();
    (AuditHead Head, long Version)? _known;
    bool _writing;

    /// <summary>Appends an event and returns when it is stored. There is no token: a caller who hangs up cannot leave no trace.</summary>
    /// <param name="entry">The event.</param>
    /// <exception cref="RefusedException"><c>AUDIT_UNAVAILABLE</c>: it may not have been written, so what it tells of must not
    /// happen.</exception>
    public Task AppendAsync(AuditEvent entry)
    {
        var pending = new Pending(entry);
        if (pending.Size > EventBytes)
        {
            // Alone, so that it does not take the events of others down with it.
            throw AuditErrors.Unavailable($"it is larger than {EventBytes} bytes.");
        }

        lock (_lock)
        {
            _pending.Enqueue(pending);
            if (!_writing)
            {
                _writing = true;
                _ = Task.Run(WriteAllAsync);
            }
        }

        return pending.Done;
    }

    /// <summary>Reads a page of the log.</summary>
    /// <param name="newestFirst">The order.</param>
    /// <param name="after">The sequence of the last record of the page before: only what follows it in the order is read; null from the
    /// start of the order.</param>
    /// <param name="limit">At most this many, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<AuditRecord>> ListAsync(bool newestFirst, long? after, int limit, CancellationToken ct)
    {
        StoreLimits.CheckPage(limit);
        if (!newestFirst)
        {
            return [.. (await store.ListAsync(AuditChain.Prefix, after is { } last ? AuditChain.Key(last) : null, limit, ct)).Select(AuditChain.Read)];
        }

        var end = after - 1 ?? (await GetHeadAsync(ct)).Count;
        if (end < 1)
        {
            return [];
        }

        // Sequences have no gaps, so the newest can be named without reading backwards.
        var first = Math.Max(1, end - limit + 1);
        var keys = Enumerable.Range(0, (int)(end - first + 1)).Select(i => AuditChain.Key(first + i)).ToList();
        return [.. (await store.FindManyAsync(keys, ct)).OrderByDescending(d => d.Key, StringComparer.Ordinal).Select(AuditChain.Read)];
    }

    /// <summary>The end of the chain. Whoever keeps it elsewhere can later prove with <see cref="VerifyAsync"/> that nothing up to it
    /// was changed, even by someone who computed all hashes anew.</summary>
    public async Task<AuditHead> GetHeadAsync(CancellationToken ct)
        => await store.FindAsync(AuditChain.HeadKey, ct) is { } head ? AuditChain.ReadHead(head) : AuditHead.Empty;

    /// <summary>Checks the whole chain: no record changed, removed (also at the end), inserted or moved. What retention removed is no
    /// fault as long as the chain itself tells of it.</summary>
    /// <param name="anchor">A head that was kept elsewhere, which must lie on the chain; null for none.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="RefusedException"><c>AUDIT_ANCHOR_TOO_OLD</c>: the chain holds, and begins only after the anchor.
    /// <c>AUDIT_BUSY</c>: retention removes records faster than they are read.</exception>
    public Task<AuditVerification> VerifyAsync(AuditHead? anchor, CancellationToken ct) => new AuditVerifier(store).VerifyAsync(anchor, ct);

    async Task WriteAllAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                await WriteAsync(batch);
                batch.ForEach(pending => pending.Succeed());
            }
#pragma warning disable CA1031 // Whatever it is, each caller must hear that its event is not safe, and the next ones get their turn.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // The batch may have been written all the same: what is known of the head may be wrong.
                _known = null;
                var refusal = e as RefusedException is { Reason: "AUDIT_UNAVAILABLE" } known ? known : AuditErrors.Unavailable("the store did not take it.", e);
                batch.ForEach(pending => pending.Fail(refusal));
            }
        }
    }

    List<Pending> Take()
    {
        lock (_lock)
        {
            var batch = new List<Pending>();
            for (var bytes = 0; batch.Count < BatchEvents && _pending.TryPeek(out var next); batch.Add(_pending.Dequeue()))
            {
                bytes += next.Size;
                if (batch.Count > 0 && bytes > BatchBytes)
                {
                    break;
                }
            }

            _writing = batch.Count > 0;
            return batch;
        }
    }

    async Task WriteAsync(List<Pending> batch)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var (head, version) = _known ??= await FindHeadAsync();
            var writes = new List<StoreWrite>(batch.Count + 1);
            foreach (var pending in batch)
            {
                var (write, next) = AuditChain.Link(head, pending.Entry);
                writes.Add(write);
                head = next;
            }

            writes.Add(AuditChain.WriteHead(AuditChain.HeadKey, head, version));
            if (await store.TryWriteAsync(writes, CancellationToken.None) is { } revision)
            {
                _known = (head, revision);
                return;
            }

            // Another replica was first. Pauses differ, so that replicas do not meet again and again.
            _known = null;
            if (attempt > AttemptsAtOnce)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, 5 * attempt)), time, CancellationToken.None);
            }
        }

        throw AuditErrors.Unavailable("other replicas kept writing first.");
    }

    async Task<(AuditHead Head, long Version)> FindHeadAsync()
        => await store.FindAsync(AuditChain.HeadKey, CancellationToken.None) is { } head ? (AuditChain.ReadHead(head), head.Version) : (AuditHead.Empty, 0);

    sealed class Pending(AuditEvent entry)
    {
        readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public AuditEvent Entry => entry;

        public int Size { get; } = JsonSerializer.SerializeToUtf8Bytes(entry, DocumentJson.Readable.AuditEvent).Length + 512;

#pragma warning disable VSTHRD003 // Completed by the writing loop; nothing here has a context to come back to.
        public Task Done => _done.Task;
#pragma warning restore VSTHRD003

        public void Succeed() => _done.SetResult();

        public void Fail(RefusedException refusal) => _done.SetException(refusal);
    }
}
