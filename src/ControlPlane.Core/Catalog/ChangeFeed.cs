using System.Threading.Channels;
using ControlPlane.Errors;
using ControlPlane.Store;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Catalog;

/// <summary>Fans one reading of the store's change feed out to any number of watchers. Watchers cost the store nothing; one that does not
/// keep up is cut off and goes on from its token.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where a feed that broke is told.</param>
public sealed partial class ChangeFeed(IStore store, TimeProvider time, ILogger<ChangeFeed> logger) : IDisposable
{
    // So many changes are remembered for watchers that come back, and may lie unread before a watcher is cut off.
    const int Kept = 8192;
    static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    // The log, sign-ins and the like change far more often: they would push what watchers come back for out of memory.
    static readonly string[] _collections =
        ["accounts/", "domains/", "teams/", "users/", "groups/", "entitlements-by-team/", "assignments/"];

    static readonly TimeSpan _longestHistory = TimeSpan.FromSeconds(2);

    readonly Lock _lock = new();
    readonly LinkedList<StoreChange> _recent = new();
    readonly Dictionary<Channel<StoreChange>, string> _watchers = [];
    readonly CancellationTokenSource _stopping = new();
    Task? _pump;
    long _from;
    long _position;

    /// <summary>The changes after a revision, for ever. After a return some may come a second time: a batch is never divided.</summary>
    /// <param name="prefix">Only those of keys with this prefix.</param>
    /// <param name="afterRevision">The revision; null for from now on.</param>
    /// <param name="ct">Ends the subscription when it is not yet begun.</param>
    /// <exception cref="RefusedException"><c>RESUME_TOKEN_LOST</c>.</exception>
    public async Task<ChangeSubscription> SubscribeAsync(string prefix, long? afterRevision, CancellationToken ct)
    {
        if (!IsKept(prefix))
        {
            throw new InvalidOperationException($"The feed does not keep changes of '{prefix}'.");
        }

        await StartAsync(ct);
        // This process may be behind the one that gave the token; what the store itself never reached is of another store.
        if (afterRevision > Position && afterRevision > await store.GetRevisionAsync(ct))
        {
            throw ResourceErrors.ResumeTokenLost();
        }

        lock (_lock)
        {
            var from = afterRevision ?? _position;
            if (from < _from)
            {
                throw ResourceErrors.ResumeTokenLost();
            }

            var channel = Channel.CreateBounded<StoreChange>(new BoundedChannelOptions(2 * Kept) { SingleReader = true, SingleWriter = true });
            foreach (var change in _recent.Where(c => c.Revision > from && c.Key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                channel.Writer.TryWrite(change);
            }

            _watchers.Add(channel, prefix);
            return new(this, channel, from);
        }
    }

    /// <summary>The revision up to which every change was handed out.</summary>
    public long Position
    {
        get
        {
            lock (_lock)
            {
                return _position;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_stopping.IsCancellationRequested)
        {
            _stopping.Cancel();
        }
    }

    static bool IsKept(string key) => _collections.Any(c => key.StartsWith(c, StringComparison.Ordinal));

    internal void Leave(Channel<StoreChange> channel)
    {
        lock (_lock)
        {
            _watchers.Remove(channel);
        }
    }

    // Begins some way back, so that watchers find their place again after this process was started anew.
    async Task StartAsync(CancellationToken ct)
    {
        if (_pump is not null)
        {
            return;
        }

        var now = await store.GetRevisionAsync(ct);
        var begin = Math.Max(0, now - (Kept / 2));
        var history = new List<StoreChange>();
        if (begin < now)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(_longestHistory);
            try
            {
                await foreach (var change in store.WatchAsync("", begin, limit.Token))
                {
                    history.Add(change);
                    if (change.Revision >= now)
                    {
                        break;
                    }
                }
            }
            catch (RefusedException lost) when (lost.Reason is "STORE_FEED_LOST")
            {
                begin = now;
                history.Clear();
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // Too far back to read in this time: whoever wants what was before lists anew.
                begin = now;
                history.Clear();
            }
        }

        lock (_lock)
        {
            if (_pump is null)
            {
                // The last revision may have been read in part: the pump reads it again and drops what is known.
                (_from, _position) = (begin, now);
                history.Where(c => c.Revision < now && IsKept(c.Key)).ToList().ForEach(c => _recent.AddLast(c));
                _pump = Task.Run(() => PumpAsync(Math.Max(begin, now - 1)), CancellationToken.None);
            }
        }
    }

    async Task PumpAsync(long after)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in store.WatchAsync("", after, _stopping.Token))
                {
                    after = change.Revision - 1;
                    HandOut(change);
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (RefusedException lost) when (lost.Reason is "STORE_FEED_LOST")
            {
                LogBroken(lost, after);
                CutOff();
                lock (_lock)
                {
                    _recent.Clear();
                    _pump = null;
                }

                return;
            }
#pragma warning disable CA1031 // The engine failed for a while: watchers wait and miss nothing.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                LogBroken(fault, after);
                await Task.Delay(_pause, time, CancellationToken.None);
            }
        }
    }

    void HandOut(StoreChange change)
    {
        lock (_lock)
        {
            if (_recent.Last?.Value is { } last
                && (change.Revision < last.Revision || (change.Revision == last.Revision && IsKnown(change))))
            {
                return;
            }

            // More of this revision may follow.
            _position = Math.Max(_position, change.Revision - 1);
            if (!IsKept(change.Key))
            {
                return;
            }

            _recent.AddLast(change);
            while (_recent.Count > Kept)
            {
                _from = _recent.First!.Value.Revision;
                _recent.RemoveFirst();
            }

            foreach (var (slow, _) in _watchers
                .Where(w => change.Key.StartsWith(w.Value, StringComparison.Ordinal) && !w.Key.Writer.TryWrite(change)).ToList())
            {
                _watchers.Remove(slow);
                slow.Writer.TryComplete(ResourceErrors.WatchTooSlow());
            }
        }
    }

    // After a pause the pump reads the last revision again.
    bool IsKnown(StoreChange change)
    {
        for (var node = _recent.Last; node is not null && node.Value.Revision == change.Revision; node = node.Previous)
        {
            if (node.Value.Key == change.Key)
            {
                return true;
            }
        }

        return false;
    }

    void CutOff()
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers.Keys)
            {
                // Each their own: an exception is thrown once.
                watcher.Writer.TryComplete(ResourceErrors.ResumeTokenLost());
            }

            _watchers.Clear();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The change feed broke after revision {Revision}")]
    partial void LogBroken(Exception fault, long revision);
}

/// <summary>One watcher's place in the feed.</summary>
public sealed class ChangeSubscription : IDisposable
{
    readonly ChangeFeed _feed;
    readonly Channel<StoreChange> _channel;

    internal ChangeSubscription(ChangeFeed feed, Channel<StoreChange> channel, long from)
    {
        (_feed, _channel) = (feed, channel);
        From = from;
    }

    /// <summary>The revision that it begins after.</summary>
    public long From { get; }

    /// <summary>A revision up to which everything was read; meaningful while nothing lies unread.</summary>
    public long Done
    {
        get
        {
            // In this order: what is handed out after the look at the position lies in the channel.
            var position = _feed.Position;
            return _channel.Reader.Count == 0 ? position : From;
        }
    }

    /// <summary>The changes, in order.</summary>
    public ChannelReader<StoreChange> Changes => _channel.Reader;

    /// <inheritdoc/>
    public void Dispose() => _feed.Leave(_channel);
}
