using ControlPlane.Errors;
using ControlPlane.Storage.Transfer;
using ControlPlane.Store;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ControlPlane.Storage.Postgres;

/// <summary>The store in a PostgreSQL database (15 or newer) that replicas share.</summary>
public sealed partial class PostgresStore : ITransferable, IOpening, IChangeReader, IAsyncDisposable, IDisposable
{
    readonly PostgresOptions _options;
    readonly TimeProvider _time;
    readonly ILogger<PostgresStore> _log;
    readonly NpgsqlDataSource _source;
    readonly PostgresReader _reader;
    readonly PostgresSweep _sweep;
    readonly PostgresListener _listener;
    readonly Signal _changed = new();
    readonly CancellationTokenSource _closing = new();
    readonly string _channel;
    PostgresWriter? _writer;
    Task _background = Task.CompletedTask;
    int _closed;

    /// <summary>Reads the configuration; the database is not asked before <see cref="OpenAsync"/>.</summary>
    /// <param name="options">How.</param>
    /// <param name="time">The clock that decides what has expired.</param>
    /// <param name="logs">Where the driver, sweeps that fail and lost connections are told of.</param>
    /// <exception cref="RefusedException"><c>STORE_NOT_CONFIGURED</c> or <c>STORE_TLS_REQUIRED</c>.</exception>
    public PostgresStore(PostgresOptions options, TimeProvider time, ILoggerFactory logs)
    {
        (_options, _time, _log) = (options, time, logs.CreateLogger<PostgresStore>());
        _channel = $"{options.Schema}_changed";
        _source = PostgresSource.Create(options, logs);
        _reader = new(_source);
        _sweep = new(_source, _channel, options, time);
        _listener = new(_source, _channel, _changed.Wake, time, _log);
    }

    /// <inheritdoc/>
    public event Action<IReadOnlyList<StoreWrite>>? Written;

    /// <inheritdoc/>
#pragma warning disable VSTHRD003 // A signal, completed by whoever writes; nothing here has a context to come back to.
    public Task Changed => _changed.Next;
#pragma warning restore VSTHRD003

    long Now => _time.GetUtcNow().UtcTicks;

    PostgresWriter Writer => _writer ?? throw new InvalidOperationException("The store was not opened.");

    /// <summary>Waits for the database, brings its tables up to date and begins to listen.</summary>
    /// <exception cref="RefusedException"><c>STORE_NOT_USABLE</c>, <c>STORE_NOT_OURS</c>, <c>STORE_NEWER</c>, <c>STORE_NOT_WRITABLE</c> or
    /// <c>STORE_UNAVAILABLE</c>: the database cannot serve; the message says why.</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        var begun = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await PostgresMigration.RunAsync(_source, _options.Schema, ct);
                break;
            }
            catch (Exception e) when (PostgresFaults.Running(e) is { } refusal)
            {
                if (_time.GetElapsedTime(begun) >= _options.StartTimeout)
                {
                    throw refusal;
                }

                LogWaiting(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), _time, ct);
            }
        }

        _writer = new(_source, _channel, _time, _changed.Wake);
        _background = Task.WhenAll(_listener.RunAsync(_closing.Token), SweepAgainAndAgainAsync(_closing.Token));
    }

    /// <inheritdoc/>
    public async Task<StoredDocument?> FindAsync(string key, CancellationToken ct) => (await FindManyAsync([key], ct)).SingleOrDefault();

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDocument>> FindManyAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        foreach (var key in keys)
        {
            StoreLimits.CheckKey(key);
        }

        return ReadAsync(() => _reader.FindAsync([.. keys], Now, ct));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDocument>> ListAsync(string prefix, string? after, int limit, CancellationToken ct)
    {
        StoreLimits.CheckPage(limit);
        return ReadAsync(() => _reader.PageAsync(KeyBounds.Of(prefix, after), limit, Now, ct));
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(string prefix, CancellationToken ct) => ReadAsync(() => _reader.CountAsync(KeyBounds.Of(prefix, null), Now, ct));

    /// <inheritdoc/>
    public async Task<long?> TryWriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken ct)
    {
        StoreLimits.CheckBatch(writes);
        try
        {
            return await Writer.WriteAsync(writes, ct);
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
        return until.UtcTicks > Now ? GuardAsync(ConsumeAsync(key, until.UtcTicks, ct)) : Task.FromResult(false);
    }

    /// <inheritdoc/>
    public Task<bool> IsConsumedAsync(string key, CancellationToken ct)
    {
        StoreLimits.CheckKey(key);
        return ReadAsync(() => _reader.IsConsumedAsync(key, Now, ct));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ConsumedKey>> ListConsumedAsync(string? after, int limit, CancellationToken ct)
    {
        StoreLimits.CheckPage(limit);
        return ReadAsync(() => _reader.ConsumedAsync(after, limit, Now, ct));
    }

    /// <inheritdoc/>
    public Task RestoreAsync(IReadOnlyList<StoredDocument> documents, CancellationToken ct) => GuardAsync(PostgresRestore.WriteAsync(_source, documents, ct));

    /// <inheritdoc/>
    public Task FinishRestoreAsync(string mark, long revision, CancellationToken ct) => GuardAsync(PostgresRestore.FinishAsync(_source, mark, revision, ct));

    /// <inheritdoc/>
    public Task<long> GetRevisionAsync(CancellationToken ct) => ReadAsync(() => _reader.RevisionAsync(ct));

    /// <inheritdoc/>
    public IAsyncEnumerable<StoreChange> WatchAsync(string prefix, long afterRevision, CancellationToken ct)
    {
        var range = KeyBounds.Of(prefix, null);
        return FeedReading.StreamAsync(
            cursor => ReadAsync(() => _reader.FeedAsync(cursor, range, FeedReading.PageSize, ct)), afterRevision, _changed, _options.PollInterval, _time, ct);
    }

    /// <inheritdoc/>
    public async Task<ChangePage> ReadChangesAsync(ChangePlace after, IReadOnlyList<string> prefixes, CancellationToken ct)
        => await ReadAsync(() => _reader.ChangedKeysAsync(after, [.. prefixes], StoreLimits.PageSize, ct)) ?? throw StoreErrors.FeedLost(after.Revision);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
        {
            return;
        }

        await _closing.CancelAsync();
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

#pragma warning disable VSTHRD003 // Our own task; nothing here has a context to come back to.
        await _background;
#pragma warning restore VSTHRD003
        await _source.DisposeAsync();
        _closing.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
#pragma warning disable VSTHRD002 // A host that is disposed of without awaiting; none of our tasks needs the caller's thread.
        DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    // One statement that is atomic by itself: of all that come at once, one inserts or renews the row.
    async Task<bool> ConsumeAsync(string key, long until, CancellationToken ct)
    {
        await using var command = _source.CreateCommand("""
            INSERT INTO consumed (key, until) VALUES ($1, $2)
            ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE consumed.until <= $3
            """);
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = until });
        command.Parameters.Add(new() { Value = Now });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    // A connection of the pool that the server ended meanwhile is found out by its next use: what only reads is asked again on a new one.
    async Task<T> ReadAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (NpgsqlException e) when (e.IsTransient && PostgresFaults.Running(e) is not null)
        {
            _source.Clear();
            return await GuardAsync(ask());
        }
        catch (Exception e) when (PostgresFaults.Running(e) is { } refusal)
        {
            throw refusal;
        }
    }

    static async Task<T> GuardAsync<T>(Task<T> asked)
    {
        try
        {
#pragma warning disable VSTHRD003 // Begun by the caller in the same expression.
            return await asked;
#pragma warning restore VSTHRD003
        }
        catch (Exception e) when (PostgresFaults.Running(e) is { } refusal)
        {
            throw refusal;
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

    /// <summary>Removes what has expired and trims the feed.</summary>
    internal async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            if (await _sweep.RunAsync(ct))
            {
                _changed.Wake();
            }
        }
        catch (Exception e) when (PostgresFaults.Running(e) is { } refusal)
        {
            // Nothing depends on it: what has expired is not read, and the next sweep tries again.
            LogSweepFailed(refusal);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not serve yet ({What}); trying again")]
    partial void LogWaiting(string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not remove expired documents; the next sweep tries again")]
    partial void LogSweepFailed(RefusedException e);
}
