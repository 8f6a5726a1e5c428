using System.Text.Unicode;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using ControlPlane.Errors;
using ControlPlane.Storage.Transfer;
using ControlPlane.Store;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>The store in a DynamoDB table that replicas share.</summary>
public sealed partial class DynamoDbStore : ITransferable, IOpening, IChangeReader, IAsyncDisposable, IDisposable
{
    readonly DynamoDbOptions _options;
    readonly TimeProvider _time;
    readonly ILogger<DynamoDbStore> _log;
    readonly AmazonDynamoDBClient _client;
    readonly StateReader _state;
    readonly DynamoDbFeed _feed;
    readonly DynamoDbReader _reader;
    readonly DynamoDbWriter _writer;
    readonly DynamoDbConsumption _consumption;
    readonly DynamoDbRestore _restore;
    readonly DynamoDbSweep _sweep;
    readonly Signal _changed = new();
    readonly CancellationTokenSource _closing = new();
    Task _sweeping = Task.CompletedTask;
    int _closed;

    /// <summary>Reads the configuration; the table is not asked before <see cref="OpenAsync"/>.</summary>
    /// <param name="options">How.</param>
    /// <param name="time">The clock that decides what has expired.</param>
    /// <param name="log">Where sweeps that fail, and what the table should have, are told of.</param>
    /// <param name="credentials">What requests are signed with; null for what the process finds around it.</param>
    /// <exception cref="RefusedException"><c>STORE_NOT_CONFIGURED</c> or <c>STORE_TLS_REQUIRED</c>.</exception>
    public DynamoDbStore(DynamoDbOptions options, TimeProvider time, ILogger<DynamoDbStore> log, AWSCredentials? credentials = null)
    {
        (_options, _time, _log) = (options, time, log);
        _client = DynamoDbConnection.Open(options, credentials);
        _state = new(_client, options.Table);
        _feed = new(_client, options.Table, _state);
        var tail = new FeedTail(_feed);
        _reader = new(_client, options.Table, _state, tail);
        _consumption = new(_client, options.Table);
        _restore = new(_client, options.Table);
        _writer = new(_state, _reader, new(_client, options.Table, _feed, options.WriteTimeout), tail, time, options, _changed.Wake);
        _sweep = new(_client, options, _state, _feed, keys => _writer.DoAsync(new(Deletes(keys), CancellationToken.None) { OnlyExpired = true }), time);
    }

    /// <inheritdoc/>
    public event Action<IReadOnlyList<StoreWrite>>? Written;

    /// <inheritdoc/>
    /// <remarks>Other processes are not heard of.</remarks>
#pragma warning disable VSTHRD114 // The port says that null is none, and nobody awaits it unseen.
    public Task? Changed => null;
#pragma warning restore VSTHRD114

    long Now => _time.GetUtcNow().UtcTicks;

    /// <summary>Waits for the table, makes it where that is allowed, and looks whether it can serve.</summary>
    /// <exception cref="RefusedException"><c>STORE_NOT_CONFIGURED</c>, <c>STORE_NOT_USABLE</c>, <c>STORE_NOT_OURS</c>, <c>STORE_NEWER</c> or
    /// <c>STORE_UNAVAILABLE</c>: the table cannot serve; the message says why.</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        var setup = new TableSetup(_client, _options, _state, _log);
        var begun = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await setup.RunAsync(ct);
                break;
            }
            catch (Exception e) when (!ct.IsCancellationRequested && DynamoDbFaults.Running(e) is { } refusal)
            {
                if (_time.GetElapsedTime(begun) >= _options.StartTimeout)
                {
                    throw refusal;
                }

                LogWaiting(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), _time, ct);
            }
        }

        _sweeping = SweepAgainAndAgainAsync(_closing.Token);
    }

    /// <inheritdoc/>
    public Task<StoredDocument?> FindAsync(string key, CancellationToken ct)
    {
        StoreLimits.CheckKey(key);
        return GuardAsync(() => _reader.FindAsync(key, Now, ct), ct);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDocument>> FindManyAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        foreach (var key in keys)
        {
            StoreLimits.CheckKey(key);
        }

        return GuardAsync(() => _reader.FindManyAsync(keys.ToHashSet(StringComparer.Ordinal), Now, ct), ct);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDocument>> ListAsync(string prefix, string? after, int limit, CancellationToken ct)
    {
        StoreLimits.CheckPage(limit);
        return GuardAsync(() => _reader.PageAsync(prefix, after, limit, Now, ct), ct);
    }

    /// <inheritdoc/>
    /// <remarks>What others write while it counts may or may not be counted.</remarks>
    public Task<long> CountAsync(string prefix, CancellationToken ct) => GuardAsync(() => _reader.CountAsync(prefix, Now, ct), ct);

    /// <inheritdoc/>
    /// <remarks>Values are kept as text: one that is not UTF-8 is refused with <c>STORE_LIMIT_EXCEEDED</c>.</remarks>
    public async Task<long?> TryWriteAsync(IReadOnlyList<StoreWrite> writes, CancellationToken ct)
    {
        StoreLimits.CheckBatch(writes);
        foreach (var write in writes)
        {
            CheckText(write.Key, write.Value ?? default);
        }

        try
        {
            return await _writer.DoAsync(new(writes, ct));
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
        // By this the call knows its own mark again, when the answer was lost and it asks once more.
        var by = Guid.CreateVersion7().ToString();
        return until.UtcTicks > Now ? GuardAsync(() => _consumption.TryAsync(key, by, until, Now, ct), ct) : Task.FromResult(false);
    }

    /// <inheritdoc/>
    public Task<bool> IsConsumedAsync(string key, CancellationToken ct)
    {
        StoreLimits.CheckKey(key);
        return GuardAsync(() => _consumption.IsUsedAsync(key, Now, ct), ct);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ConsumedKey>> ListConsumedAsync(string? after, int limit, CancellationToken ct)
    {
        StoreLimits.CheckPage(limit);
        return GuardAsync(() => _consumption.ListAsync(after, limit, Now, ct), ct);
    }

    /// <inheritdoc/>
    public Task RestoreAsync(IReadOnlyList<StoredDocument> documents, CancellationToken ct)
    {
        foreach (var document in documents)
        {
            CheckText(document.Key, document.Value);
        }

        return GuardAsync(() => _restore.WriteAsync(documents, ct), ct);
    }

    /// <inheritdoc/>
    public Task FinishRestoreAsync(string mark, long revision, CancellationToken ct) => GuardAsync(() => _restore.FinishAsync(mark, revision, ct), ct);

    /// <inheritdoc/>
    public Task<long> GetRevisionAsync(CancellationToken ct) => GuardAsync(async () => (await _state.ReadAsync(ct)).Revision, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoreChange> WatchAsync(string prefix, long afterRevision, CancellationToken ct)
        => FeedReading.StreamAsync(
            cursor => GuardAsync(() => _feed.PageAsync(cursor, prefix, ct), ct), afterRevision, _changed, _options.PollInterval, _time, ct);

    /// <inheritdoc/>
    /// <remarks>While nothing was written it is one strongly consistent read of the small item that holds the table's state.</remarks>
    public async Task<ChangePage> ReadChangesAsync(ChangePlace after, IReadOnlyList<string> prefixes, CancellationToken ct)
    {
        var page = await GuardAsync(() => _feed.PageAsync(new(after.Revision, after.Ordinal), "", ct), ct) ?? throw StoreErrors.FeedLost(after.Revision);
        // An empty page alone says that there is nothing more: others end with what one answer of DynamoDB holds.
        return new([.. page.Changes.Select(c => c.Key)], new(page.Next.Revision, page.Next.Ordinal), page.Changes.Count == 0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
        {
            return;
        }

        await _closing.CancelAsync();
        await _writer.DisposeAsync();
#pragma warning disable VSTHRD003 // Our own task; nothing here has a context to come back to.
        await _sweeping;
#pragma warning restore VSTHRD003
        _client.Dispose();
        _closing.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
#pragma warning disable VSTHRD002 // A host that is disposed of without awaiting; none of our tasks needs the caller's thread.
        DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    async Task<T> GuardAsync<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return await Patience.RepeatAsync(ask, _options.RequestTimeout, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && DynamoDbFaults.Running(e) is { } refusal)
        {
            throw refusal;
        }
    }

    static void CheckText(string key, ReadOnlyMemory<byte> value)
    {
        if (!Utf8.IsValid(value.Span))
        {
            throw StoreErrors.LimitExceeded($"A value is UTF-8 JSON; that of '{key}' is not.");
        }
    }

    static List<StoreWrite> Deletes(IReadOnlyList<string> keys) => [.. keys.Select(k => new StoreWrite(k, null))];

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
            await _sweep.RunAsync(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && DynamoDbFaults.Running(e) is { } refusal)
        {
            // Nothing depends on it: what has expired is not read, and the next sweep tries again.
            LogSweepFailed(refusal);
        }
        catch (RefusedException e)
        {
            LogSweepFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The table does not serve yet ({What}); trying again")]
    partial void LogWaiting(string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not remove expired documents; the next sweep tries again")]
    partial void LogSweepFailed(RefusedException e);
}
