using System.Threading.Channels;
using ControlPlane.Store;
using Npgsql;

namespace ControlPlane.Storage.Postgres;

/// <summary>Writes what many callers want in one transaction, so that they share its trips to the database.</summary>
sealed class PostgresWriter : IAsyncDisposable
{
    const int GroupSize = 256;
    const long GroupBytes = 8 * 1024 * 1024;
    readonly NpgsqlDataSource _source;
    readonly string _channel;
    readonly TimeProvider _time;
    readonly Action _committed;
    readonly Channel<WriteJob> _queue = Channel.CreateUnbounded<WriteJob>(new() { SingleReader = true });
    readonly Task _running;

    /// <param name="source">The connections.</param>
    /// <param name="channel">The channel that other replicas listen on.</param>
    /// <param name="time">The clock that decides what has expired.</param>
    /// <param name="committed">Told after each transaction that changed documents.</param>
    public PostgresWriter(NpgsqlDataSource source, string channel, TimeProvider time, Action committed)
    {
        (_source, _channel, _time, _committed) = (source, channel, time, committed);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Writes a batch and answers when it is committed.</summary>
    /// <exception cref="Errors.RefusedException"><c>STORE_UNAVAILABLE</c>.</exception>
    public Task<long?> WriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken ct)
    {
        var job = new WriteJob(writes, ct);
        return _queue.Writer.TryWrite(job) ? job.Answer : throw StoreErrors.Unavailable("it is being closed.");
    }

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
        var group = new List<WriteJob>(GroupSize);
        while (await _queue.Reader.WaitToReadAsync())
        {
            for (var bytes = 0L; group.Count < GroupSize && bytes < GroupBytes && _queue.Reader.TryRead(out var job); bytes += job.Bytes)
            {
                // From here on nobody's hanging up stops a write.
                if (!job.IsGivenUp())
                {
                    group.Add(job);
                }
            }

            if (group.Count > 0)
            {
                await CarryAsync(group);
                group.Clear();
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
            var fault = PostgresFaults.Running(e) ?? e;
            group.ForEach(job => job.Fail(fault));
            return;
        }

        group.ForEach(job => job.Tell());
    }

    async Task<bool> WriteAsync(List<WriteJob> group)
    {
        await using var transaction = await PostgresTransaction.BeginAsync(_source, CancellationToken.None);
        var pending = new PendingChanges(transaction.Revision, _time.GetUtcNow().UtcTicks);
        await transaction.LoadAsync(pending, [.. group.SelectMany(j => j.Writes).Select(w => w.Key).Distinct(StringComparer.Ordinal)], CancellationToken.None);
        group.ForEach(job => job.Revision = pending.Apply(job.Writes));
        if (pending.Revision == transaction.Revision)
        {
            return false;
        }

        await transaction.WriteAsync(pending, _channel, CancellationToken.None);
        await transaction.CommitAsync(_source);
        return true;
    }
}
