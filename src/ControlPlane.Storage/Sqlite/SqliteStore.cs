using System.Collections.Concurrent;
using ControlPlane.Errors;
using ControlPlane.Storage.Transfer;
using ControlPlane.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Storage.Sqlite;

/// <summary>The store in one SQLite file, for one machine: readers see it in write-ahead mode while one thread writes. Several processes
/// on the machine may share the file.</summary>
public sealed partial class SqliteStore : ITransferable, IChangeReader, IAsyncDisposable, IDisposable
{
    const int SweepSize = 1000;
    readonly SqliteDatabase _database;
    readonly SqliteOptions _options;
    readonly TimeProvider _time;
    readonly ILogger<SqliteStore> _logger;
    readonly Signal _changed = new();
    readonly SqliteWriter _writer;
    readonly ConcurrentBag<SqliteReader> _readers = [];
    readonly CancellationTokenSource _closing = new();
    readonly Task _sweeping;
    int _closed;

    SqliteStore(SqliteOptions options, TimeProvider time, ILogger<SqliteStore> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _database = new(options);
        _writer = new(_database.OpenWriter(), _changed.Wake);
        _sweeping = SweepAgainAndAgainAsync(_closing.Token);
    }

    /// <summary>Opens the file, which is made when it is not there, and brings its schema up to date.</summary>
    /// <param name="options">How.</param>
    /// <param name="time">The clock that decides what has expired.</param>
    /// <param name="logger">Where sweeps that fail are told of.</param>
    /// <exception cref="RefusedException"><c>STORE_NOT_WRITABLE</c>, <c>STORE_CORRUPT</c>, <c>STORE_NOT_OURS</c>, <c>STORE_NEWER</c> or
    /// <c>STORE_UNAVAILABLE</c>: the file cannot serve; the message says why.</exception>
    public static SqliteStore Open(SqliteOptions options, TimeProvider time, ILogger<SqliteStore> logger) => new(options, time, logger);

    /// <inheritdoc/>
    public event Action<IReadOnlyList<StoreWrite>>? Written;

    /// <inheritdoc/>
    /// <remarks>Other processes on the file are not heard of.</remarks>
#pragma warning disable VSTHRD114 // The port says that null is none, and nobody awaits it unseen.
    public Task? Changed => null;
#pragma warning restore VSTHRD114

    long Now => _time.GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public Task<StoredDocument?> FindAsync(string key, CancellationToken ct)
    {
        StoreLimits.CheckKey(key);
        return ReadAsync(reader => reader.FindOne(key, Now), ct);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDocument>> FindManyAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        foreach (var key in keys)
        {
            StoreLimits.CheckKey(key);
        }

        return ReadAsync(reader => reader.FindMany(keys, Now), ct);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDocument>> ListAsync(string prefix, string? after, int limit, CancellationToken ct)
    {
        StoreLimits.CheckPage(limit);
        return ReadAsync(reader => reader.Page(KeyRange.Of(prefix, after), limit, Now), ct);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(string prefix, CancellationToken ct) => ReadAsync(reader => reader.Count(KeyRange.Of(prefix, null), Now), ct);

    /// <inheritdoc/>
    public async Task<long?> TryWriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken ct)
    {
        StoreLimits.CheckBatch(writes);
        try
        {
            return await _writer.DoAsync(transaction => transaction.TryWrite(writes, Now), ct);
        }
        finally
        {
            Written?.Invoke(writes);
        }
    }

    /// <inheritdoc/>
    public Task<bool> TryConsumeAsync(string key, DateTimeOffset until, CancellationToken ct)
    {
        StoreLimits.CheckKey(key);
        return _writer.DoAsync(transaction => transaction.TryConsume(key, until, Now), ct);
    }

    /// <inheritdoc/>
    public Task<bool> IsConsumedAsync(string key, CancellationToken ct)
    {
        StoreLimits.CheckKey(key);
        return ReadAsync(reader => reader.IsConsumed(key, Now), ct);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ConsumedKey>> ListConsumedAsync(string? after, int limit, CancellationToken ct)
    {
        StoreLimits.CheckPage(limit);
        return ReadAsync(reader => reader.Consumed(after, limit, Now), ct);
    }

    /// <inheritdoc/>
    public Task RestoreAsync(IReadOnlyList<StoredDocument> documents, CancellationToken ct) => _writer.DoAsync(
        transaction =>
        {
            transaction.Restore(documents);
            return true;
        }, ct);

    /// <inheritdoc/>
    public Task FinishRestoreAsync(string mark, long revision, CancellationToken ct) => _writer.DoAsync(
        transaction =>
        {
            transaction.FinishRestore(mark, revision);
            return true;
        }, ct);

    /// <inheritdoc/>
    public Task<long> GetRevisionAsync(CancellationToken ct) => ReadAsync(reader => reader.Revision(), ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoreChange> WatchAsync(string prefix, long afterRevision, CancellationToken ct)
    {
        var range = KeyRange.Of(prefix, null);
        return FeedReading.StreamAsync(
            cursor => ReadAsync(reader => reader.Feed(cursor, range, FeedReading.PageSize), ct), afterRevision, _changed, _options.PollInterval, _time, ct);
    }

    /// <inheritdoc/>
    public async Task<ChangePage> ReadChangesAsync(ChangePlace after, IReadOnlyList<string> prefixes, CancellationToken ct)
        => await ReadAsync(reader => reader.ChangedKeys(after, StoreLimits.PageSize), ct) ?? throw StoreErrors.FeedLost(after.Revision);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
        {
            return;
        }

        _closing.Cancel();
        _writer.Dispose();
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
#pragma warning disable VSTHRD003 // Our own task, begun by the constructor; nothing here has a context to come back to.
        await _sweeping;
#pragma warning restore VSTHRD003
        _closing.Dispose();
    }

    // SQLite reads in microseconds and has no asynchronous form: the caller's thread does it.
    Task<T> ReadAsync<T>(Func<SqliteReader, T> read, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        SqliteReader? reader = null;
        try
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) == 1, this);
            reader = _readers.TryTake(out var pooled) ? pooled : new(_database.OpenReader());
            var answer = read(reader);
            Return(reader);
            return Task.FromResult(answer);
        }
        catch (SqliteException e) when (SqliteFaults.Running(e) is { } refusal)
        {
            reader?.Dispose();
            throw refusal;
        }
    }

    void Return(SqliteReader reader)
    {
        if (_readers.Count < Environment.ProcessorCount * 2 && Volatile.Read(ref _closed) == 0)
        {
            _readers.Add(reader);
        }
        else
        {
            reader.Dispose();
        }
    }

    async Task SweepAgainAndAgainAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(_options.SweepInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                await SweepAsync(ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Closing.
        }
    }

    /// <summary>Removes what has expired and trims the feed, in short transactions.</summary>
    internal async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            while (await _writer.DoAsync(transaction => transaction.Sweep(Now, SweepSize), ct))
            {
            }

            while (await _writer.DoAsync(transaction => transaction.Trim((_time.GetUtcNow() - _options.FeedAge).UtcTicks, _options.FeedRows, SweepSize), ct))
            {
            }
        }
        catch (RefusedException e)
        {
            // Nothing depends on it: what has expired is not read, and the next sweep tries again.
            LogSweepFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not remove expired documents; the next sweep tries again")]
    partial void LogSweepFailed(RefusedException e);
}
