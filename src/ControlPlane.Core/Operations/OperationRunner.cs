using System.Collections.Concurrent;
using ControlPlane.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.Operations;

/// <summary>Takes up operations that nobody works on: those that were begun here, those of other replicas that have no hand free, and those
/// whose process died. However many replicas look, one works on each.</summary>
/// <param name="operations">The operations.</param>
/// <param name="kinds">What can be done.</param>
/// <param name="worker">Does it.</param>
/// <param name="options">How much at once.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where trouble is told.</param>
public sealed partial class OperationRunner(
    OperationCatalog operations, IEnumerable<IOperationKind> kinds, OperationWorker worker, IOptions<OperationOptions> options, TimeProvider time,
    ILogger<OperationRunner> logger) : BackgroundService
{
    // A process that dies each time over the same work must not do so for ever.
    const int MostAttempts = 3;

    readonly string _self = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
    readonly Dictionary<string, IOperationKind> _kinds = kinds.ToDictionary(kind => kind.Name);
    readonly ConcurrentDictionary<OperationId, Running> _running = new();
    readonly SemaphoreSlim _signal = new(0);

    /// <summary>The kind of an operation; null when this version of the product knows none of that name.</summary>
    public IOperationKind? FindKind(string name) => _kinds.GetValueOrDefault(name);

    /// <summary>Lets this process look for work now instead of at its next round.</summary>
    internal void Nudge() => _signal.Release();

    /// <summary>Tells an operation that somebody asked it to stop, when this process works on it. Others hear it from the store.</summary>
    internal void Cancel(OperationId id)
    {
        if (_running.TryGetValue(id, out var running))
        {
            running.Run.Cancel();
        }
    }

    /// <summary>Leaves: what may be resumed is handed back at once, for another process or the next start; the rest gets the host's time to
    /// end.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        List<Running> left = [.. _running.Values];
        left.FindAll(r => _kinds[r.Run.Operation.Kind].IsResumable).ForEach(r => r.Run.Cut(isLost: false));
        var ends = Task.WhenAll(left.Select(r => r.End));
        await ends.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        left.ForEach(r => r.Run.Cut(isLost: false));

        // Each writes its end or hands itself back, which is a write to the store and no more work.
        await ends;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _signal.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // Leaving.
            }
            catch (RefusedException unavailable)
            {
                // The store is away; the operations wait in it.
                LogNotRead(unavailable);
                await Task.Delay(options.Value.LookInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task WaitAsync(CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(_signal.WaitAsync(enough.Token), Task.Delay(options.Value.LookInterval, time, enough.Token));
        await enough.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    async Task LookAsync(CancellationToken ct)
    {
        string? after = null;
        while (await operations.ListOpenKeysAsync(after, ct) is { Count: > 0 } keys)
        {
            // Who waits longest goes first, within a page.
            foreach (var operation in (await operations.FindManyAsync(keys, ct)).Where(IsFree).OrderBy(o => o.CreatedAt))
            {
                if (HasRoomFor(operation))
                {
                    await TakeUpAsync(operation, ct);
                }
            }

            after = keys[^1];
        }
    }

    bool HasRoomFor(Operation operation)
    {
        var isUrgent = _kinds[operation.Kind].IsUrgent;
        return _running.Values.Count(r => _kinds[r.Run.Operation.Kind].IsUrgent == isUrgent)
            < (isUrgent ? options.Value.UrgentConcurrency : options.Value.Concurrency);
    }

    bool IsFree(Operation operation) => !operation.Done && !_running.ContainsKey(operation.Id) && !IsHeld(operation)
        // A newer version of the product may know it.
        && _kinds.ContainsKey(operation.Kind);

    bool IsHeld(Operation operation) => operation.Runner is not null && time.GetUtcNow() < operation.HeldUntil;

    async Task TakeUpAsync(Operation seen, CancellationToken ct)
    {
        var taken = false;
        var operation = await operations.ChangeAsync(
            seen.Id,
            o => (taken = !o.Done && !IsHeld(o))
                ? o with { Runner = _self, HeldUntil = time.GetUtcNow() + options.Value.Hold, Attempts = o.Attempts + 1 }
                : null,
            ct);
        if (operation is null || !taken)
        {
            return;
        }

        var kind = _kinds[operation.Kind];
        if (seen.Attempts > 0)
        {
            LogTakenUp(operation.Kind, operation.Id, operation.Attempts);
        }

        if (seen.Attempts > 0 && !kind.IsResumable)
        {
            await worker.RefuseAsync(operation, OperationErrors.Interrupted(operation));
            return;
        }

        if (seen.Attempts >= MostAttempts)
        {
            await worker.RefuseAsync(operation, OperationErrors.GivenUp(seen));
            return;
        }

        Begin(operation, kind);
    }

    void Begin(Operation operation, IOperationKind kind)
    {
        var run = new OperationRun(operation, operations, time);
        if (operation.Cancelling)
        {
            run.Cancel();
        }

        var running = _running[operation.Id] = new(run);
        running.End = Task.Run(async () =>
        {
            await worker.WorkAsync(run, kind);
            _running.TryRemove(operation.Id, out _);
            run.Dispose();
            if (!run.IsCut)
            {
                Nudge();
            }
        });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The operations could not be read; they wait")]
    partial void LogNotRead(Exception unavailable);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Taking up {Kind} {Operation} that another process left, attempt {Attempt}")]
    partial void LogTakenUp(string kind, OperationId operation, int attempt);

    sealed class Running(OperationRun run)
    {
        public OperationRun Run => run;

        public Task End { get; set; } = Task.CompletedTask;
    }
}
