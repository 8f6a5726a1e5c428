using System.Threading.Channels;
using ControlPlane.Store;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Writes what many callers want in one transaction, so that they share its trips to the table and its turn at the state.</summary>
sealed class DynamoDbWriter : IAsyncDisposable
{
    // Of the 4 MB of a transaction: values are there twice, in their documents and in the feed.
    const long GroupBytes = StoreLimits.BatchBytes;
    readonly StateReader _reader;
    readonly DynamoDbReader _documents;
    readonly DynamoDbTransactions _transactions;
    readonly FeedTail _tail;
    readonly TimeProvider _time;
    readonly DynamoDbOptions _options;
    readonly Action _committed;
    readonly Channel<WriteJob> _queue = Channel.CreateUnbounded<WriteJob>(new() { SingleReader = true });
    readonly Task _running;
    StoreState? _state;

    /// <param name="reader">Reads the state.</param>
    /// <param name="documents">Reads versions.</param>
    /// <param name="transactions">Writes.</param>
    /// <param name="tail">Gets what was written.</param>
    /// <param name="time">The clock that decides what has expired.</param>
    /// <param name="options">How long a group is tried again.</param>
    /// <param name="committed">Told after each transaction that changed documents.</param>
    public DynamoDbWriter(
        StateReader reader, DynamoDbReader documents, DynamoDbTransactions transactions, FeedTail tail, TimeProvider time, DynamoDbOptions options, Action committed)
    {
        (_reader, _documents, _transactions, _tail, _time, _options, _committed) = (reader, documents, transactions, tail, time, options, committed);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Does a job and answers when it is committed.</summary>
    /// <exception cref="Errors.RefusedException"><c>STORE_UNAVAILABLE</c>.</exception>
    public Task<long?> DoAsync(WriteJob job) => _queue.Writer.TryWrite(job) ? job.Answer : throw StoreErrors.Unavailable("it is being closed.");

    /// <summary>Finishes what is queued.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
#pragma warning disable VSTHRD003 // Our own task, begun by the constructor; nothing here has a context to come back to.
        await _running;
#pragma warning restore VSTHRD003
    }

    async Task RunAsync()
    {
        var group = new List<WriteJob>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            Take(group);
            if (group.Count > 0)
            {
                await CarryAsync(group);
                group.Clear();
            }
        }
    }

    void Take(List<WriteJob> group)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var bytes = 0L; _queue.Reader.TryPeek(out var job); bytes += job.Bytes)
        {
            keys.UnionWith(job.Writes.Select(w => w.Key));
            if (group.Count > 0 && (keys.Count > StoreLimits.BatchWrites || bytes + job.Bytes > GroupBytes))
            {
                return;
            }

            _queue.Reader.TryRead(out _);
            // From here on nobody's hanging up stops a write.
            if (!job.IsGivenUp())
            {
                group.Add(job);
            }
        }
    }

    async Task CarryAsync(List<WriteJob> group)
    {
        try
        {
            if (await WriteAsync(group))
            {
                _committed();
            }
        }
#pragma warning disable CA1031 // Whatever it is, the callers must hear of it and the loop must go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _state = null;
            var fault = DynamoDbFaults.Running(e) ?? e;
            group.ForEach(job => job.Fail(fault));
            return;
        }

        group.ForEach(job => job.Tell());
    }

    // The state that was written last is taken for the newest: where it is not, the transaction's condition says so.
    async Task<bool> WriteAsync(List<WriteJob> group)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var tries = 0; ; tries++)
        {
            var state = _state ??= await Patience.RepeatAsync(() => _reader.ReadAsync(CancellationToken.None), _options.WriteTimeout, CancellationToken.None);
            var pending = new PendingChanges(state.Revision, _time.GetUtcNow().UtcTicks);
            var seen = await LoadAsync(group, pending, state);
            group.ForEach(job => job.Revision = job.OnlyExpired ? Expire(job, pending) : pending.Apply(job.Writes));
            if (pending.Revision == state.Revision)
            {
                return false;
            }

            var attempt = new WriteAttempt(state, pending, seen);
            (var done, _state) = await _transactions.CommitAsync(attempt);
            if (done)
            {
                _tail.Add(attempt.Chunks);
                return true;
            }

            if (TimeProvider.System.GetElapsedTime(begun) > _options.WriteTimeout)
            {
                throw DynamoDbFaults.Busy(null);
            }

            await Patience.WaitAsync(CancellationToken.None, tries);
        }
    }

    // What is written whatever is there need not be read.
    async Task<IReadOnlyDictionary<string, StoredDocument?>> LoadAsync(List<WriteJob> group, PendingChanges pending, StoreState state)
    {
        var keys = group.SelectMany(j => j.Writes.Where(w => j.OnlyExpired || w.Value is null || w.ExpectedVersion is not null)).Select(w => w.Key).ToHashSet(StringComparer.Ordinal);
        if (keys.Count == 0)
        {
            return new Dictionary<string, StoredDocument?>();
        }

        var found = await Patience.RepeatAsync(() => _documents.VersionsAsync(keys, state, CancellationToken.None), _options.WriteTimeout, CancellationToken.None);
        foreach (var document in found.Values)
        {
            pending.Found(document.Key, document.Version, document.ExpiresAt?.UtcTicks);
        }

        return keys.ToDictionary(k => k, k => found.GetValueOrDefault(k), StringComparer.Ordinal);
    }

    static long? Expire(WriteJob job, PendingChanges pending)
    {
        pending.Expire([.. job.Writes.Select(w => w.Key).Where(pending.IsExpired)]);
        return pending.Revision;
    }
}
