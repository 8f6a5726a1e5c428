using ControlPlane.Errors;
using ControlPlane.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.ReadModel;

/// <summary>Answers of the store that this process keeps in memory, and the knowledge whether they still hold (docs/adr/0009). An answer
/// is used only while the store confirmed within <see cref="ReadModelOptions.MaxAge"/> that every change up to then was seen; what this process
/// writes is forgotten before the write returns. Otherwise the store is read.</summary>
public sealed partial class StoreCopy : IDisposable
{
    static readonly string[] _collections = ["accounts/", "assignments/", "domains/", "entitlements/", "groups/", "teams/", "users/"];

    // A busy store must not be asked once for each of its writes.
    static readonly TimeSpan _breath = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);

    readonly IStore _store;
    readonly IChangeReader? _changes;
    readonly ReadModelOptions _options;
    readonly TimeProvider _time;
    readonly ReadModelMetrics _metrics;
    readonly ILogger<StoreCopy> _logger;
    readonly HeldAnswers _answers;
    readonly Lock _starting = new();
    readonly CancellationTokenSource _stopping = new();
    Task? _pump;
    volatile bool _isLost;
    volatile Confirmation? _confirmed;

    /// <summary>Begins with nothing; the first question starts it.</summary>
    /// <param name="store">Where everything is.</param>
    /// <param name="options">How much, and how old.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="time">The clock; its monotonic side alone measures ages.</param>
    /// <param name="logger">Hears of losses.</param>
    public StoreCopy(IStore store, IOptions<ReadModelOptions> options, ReadModelMetrics metrics, TimeProvider time, ILogger<StoreCopy> logger)
    {
        (_store, _options, _metrics, _time, _logger) = (store, options.Value, metrics, time, logger);
        _changes = _options.Enabled ? store as IChangeReader : null;
        _answers = new(_options.MostDocuments, _options.MostBytes);
        Reads = new CopiedReads(this, store);
        metrics.Observe(this);
        if (_changes is not null)
        {
            _changes.Written += Forget;
        }
    }

    /// <summary>The store to read from: from memory where that is allowed. Writes are refused as a defect: they go to the store itself.</summary>
    public IStore Reads { get; }

    /// <summary>How it stands now.</summary>
    public CopyState State => StateOf(_confirmed);

    /// <summary>How long ago the store last confirmed; null when it never did since the last loss.</summary>
    public TimeSpan? Age => _confirmed is { } at ? _time.GetElapsedTime(at.Timestamp) : null;

    /// <summary>The revision up to which every change was seen; null when that is not known.</summary>
    public long? Position => _confirmed?.Revision;

    /// <summary>How many documents are kept.</summary>
    public int Documents => _answers.Documents;

    /// <summary>About how many bytes they have.</summary>
    public long Bytes => _answers.Bytes;

    /// <summary>Begins to follow the store; nothing happens when it does already.</summary>
    public void Start()
    {
        if (_changes is null || _pump is not null)
        {
            return;
        }

        lock (_starting)
        {
            if (!_stopping.IsCancellationRequested)
            {
                _pump ??= Task.Run(() => PumpAsync(_changes), CancellationToken.None);
            }
        }
    }

    /// <summary>Reads a document; null when there is none or its time is over.</summary>
    internal async Task<StoredDocument?> FindAsync(string key, CancellationToken ct) => (await FindManyAsync([key], ct)).SingleOrDefault();

    /// <summary>Reads documents: all from memory or all from the store, so that they are of one moment.</summary>
    internal async Task<IReadOnlyList<StoredDocument>> FindManyAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        if (_changes is null || !keys.All(IsKept))
        {
            return await _store.FindManyAsync(keys, ct);
        }

        Start();
        var known = _confirmed;
        var answers = _answers.Take([.. keys.Distinct(StringComparer.Ordinal)]);
        if (MayUse(answers, known))
        {
            return Alive(answers.SelectMany(a => a.Documents!));
        }

        return await FillAsync(answers, () => _store.FindManyAsync(keys, ct), found =>
        {
            var byKey = found.ToDictionary(d => d.Key, StringComparer.Ordinal);
            Array.ForEach(answers, a => _answers.Fill(a, byKey.TryGetValue(a.Id, out var document) ? [document] : []));
        });
    }

    /// <summary>Reads a page.</summary>
    internal async Task<IReadOnlyList<StoredDocument>> ListAsync(string prefix, string? after, int limit, CancellationToken ct)
    {
        // A whole collection changes all the time; what belongs to one person does not.
        if (_changes is null || !IsKept(prefix) || !prefix.EndsWith('/') || _collections.Contains(prefix, StringComparer.Ordinal))
        {
            return await _store.ListAsync(prefix, after, limit, ct);
        }

        Start();
        var known = _confirmed;
        HeldAnswer[] page = [_answers.TakePage(prefix, after, limit)];
        if (MayUse(page, known))
        {
            return page[0].Documents!;
        }

        return await FillAsync(page, () => _store.ListAsync(prefix, after, limit, ct), found =>
        {
            // Where one goes out of time, another moves up.
            if (found.All(d => d.ExpiresAt is null))
            {
                _answers.Fill(page[0], found);
            }
            else
            {
                _answers.Abandon(page[0]);
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_starting)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            _stopping.Cancel();
        }

        if (_changes is not null)
        {
            _changes.Written -= Forget;
        }

        Lose();
    }

    static bool IsKept(string key) => _collections.Any(c => key.StartsWith(c, StringComparison.Ordinal));

    CopyState StateOf(Confirmation? known) => (_changes, known) switch
    {
        (null, _) => CopyState.Off,
        _ when _isLost => CopyState.Lost,
        (_, null) => CopyState.Starting,
        (_, { } at) => _time.GetElapsedTime(at.Timestamp) <= _options.MaxAge ? CopyState.Fresh : CopyState.Stale,
    };

    // The confirmation is one from before the answers were taken: a later one speaks of later answers. Its age is asked for afterwards: a
    // process that was stopped in between finds out here.
    bool MayUse(HeldAnswer[] answers, Confirmation? known)
    {
        var state = StateOf(known);
        var isHeld = state is CopyState.Fresh && answers.All(a => a.Documents is not null);
        _metrics.Read(isHeld ? "hit" : state is CopyState.Fresh ? "miss" : ReadModelMetrics.NameOf(state));
        return isHeld;
    }

    async Task<IReadOnlyList<StoredDocument>> FillAsync(
        HeldAnswer[] answers, Func<Task<IReadOnlyList<StoredDocument>>> read, Action<IReadOnlyList<StoredDocument>> keep)
    {
        try
        {
            var found = await read();
            keep(found);
            return found;
        }
        catch
        {
            Array.ForEach(answers, _answers.Abandon);
            throw;
        }
    }

    List<StoredDocument> Alive(IEnumerable<StoredDocument> documents)
    {
        var now = _time.GetUtcNow();
        return [.. documents.Where(d => d.ExpiresAt is not { } end || end > now)];
    }

    void Forget(IReadOnlyList<StoreWrite> writes) => _answers.Drop(writes.Select(w => w.Key));

    void Lose()
    {
        _confirmed = null;
        _answers.Close();
    }

    async Task PumpAsync(IChangeReader changes)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(changes);
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                // The store may be gone already.
            }
#pragma warning disable CA1031 // Whatever it was: what is kept may be wrong from here on, and a later attempt begins anew.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Lose();
                if (!_isLost)
                {
                    _isLost = true;
                    _metrics.Lost(fault is RefusedException { Reason: "STORE_FEED_LOST" or "STORE_UNAVAILABLE" } refused ? refused.Reason : "INTERNAL");
                    LogLost(fault);
                }
            }

            await Signalled(null, _pause);
        }
    }

    async Task FollowAsync(IChangeReader changes)
    {
        var place = ChangePlace.EndOf(await _store.GetRevisionAsync(_stopping.Token));
        // What is read from now on is of this revision or later, and what comes later is told.
        _answers.Open();
        while (true)
        {
            var changed = changes.Changed;
            var asked = _time.GetTimestamp();
            var page = await changes.ReadChangesAsync(place, _collections, _stopping.Token);
            _answers.Drop(page.Keys);
            place = page.Next;
            if (!page.IsComplete)
            {
                continue;
            }

            // The moment before the question: what was written after it may not have been in the answer.
            _confirmed = new(asked, place.Revision);
            if (_isLost)
            {
                _isLost = false;
                LogFound();
            }

            if (await Signalled(changed, _options.Heartbeat))
            {
                await Signalled(null, _breath);
            }
        }
    }

    // True when something was written; false when the time was over.
    async Task<bool> Signalled(Task? changed, TimeSpan atMost)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var pause = Task.Delay(atMost, _time, enough.Token);
#pragma warning disable VSTHRD003 // A signal, completed by whoever wrote; nothing here has a context to come back to.
        var first = changed is null ? await Task.WhenAny(pause) : await Task.WhenAny(changed, pause);
#pragma warning restore VSTHRD003
        await enough.CancelAsync();
        return first == changed;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost sight of the store's changes: everything is read from the store until they are followed again")]
    partial void LogLost(Exception fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Follows the store's changes again")]
    partial void LogFound();

    sealed record Confirmation(long Timestamp, long Revision);
}
