using System.Diagnostics;
using ControlPlane.Catalog;

namespace ControlPlane.Operations;

/// <summary>An operation that this process works on: its steps, its progress, and what may end it. Belongs to one flow of work.</summary>
public sealed class OperationRun : IDisposable
{
    // Whoever watches sees no more than this, and the store is spared.
    static readonly TimeSpan _shortestInterval = TimeSpan.FromMilliseconds(300);

    readonly OperationCatalog _operations;
    readonly TimeProvider _time;
    readonly CancellationTokenSource _cut;
    readonly CancellationTokenSource _cancelled = new();
    readonly CancellationTokenSource _either;
    readonly Lock _gate = new();
    OperationProgress _progress;
    long _writtenAt;
    bool _disposed;

    internal OperationRun(Operation operation, OperationCatalog operations, TimeProvider time)
    {
        Operation = operation;
        _operations = operations;
        _time = time;
        _cut = new();
        _either = CancellationTokenSource.CreateLinkedTokenSource(_cut.Token, _cancelled.Token);
        _progress = new("It has begun.");
        _writtenAt = time.GetTimestamp() - time.TimestampFrequency;
    }

    /// <summary>The operation as it was when this process took it up.</summary>
    public Operation Operation { get; }

    /// <summary>A change of the catalog that the operation makes, in the name of who began it.</summary>
    internal Change ChangeOf(bool validateOnly) => new()
    {
        Actor = Operation.Actor.Name,
        IdentityProvider = Operation.Actor.IdentityProvider,
        Address = Operation.Actor.Address,
        TraceId = Activity.Current?.TraceId.ToString(),
        ValidateOnly = validateOnly,
    };

    internal bool IsCancelled => _cancelled.IsCancellationRequested;

    internal bool IsCut => _cut.IsCancellationRequested;

    /// <summary>Why it was cut: another process has it, or else this process leaves.</summary>
    internal bool IsLost { get; private set; }

    internal OperationProgress Progress => Volatile.Read(ref _progress);

    /// <summary>How many steps there are in all; 0 when that is not known yet.</summary>
    public int Total => Progress.Total;

    /// <summary>Says how many steps there are in all.</summary>
    public void Expect(int total) => Volatile.Write(ref _progress, _progress with { Total = total });

    /// <summary>Does one step. Somebody who asked the operation to stop is heard before it, not in it.</summary>
    /// <param name="message">What it does, in a sentence.</param>
    /// <param name="step">The step. Its token ends when this process must leave the work.</param>
    public async Task<T> StepAsync<T>(string message, Func<CancellationToken, Task<T>> step)
    {
        await TellAsync(message);
        var result = await step(_cut.Token);
        Volatile.Write(ref _progress, _progress with { Completed = _progress.Completed + 1 });
        return result;
    }

    /// <summary>Does one step without a result.</summary>
    /// <param name="message">What it does, in a sentence.</param>
    /// <param name="step">The step.</param>
    public Task StepAsync(string message, Func<CancellationToken, Task> step) => StepAsync(message, async ct =>
    {
        await step(ct);
        return true;
    });

    /// <summary>Says what is going on, and stops here when somebody asked for it.</summary>
    public async Task TellAsync(string message)
    {
        _either.Token.ThrowIfCancellationRequested();
        Volatile.Write(ref _progress, _progress with { Message = message, UpdatedAt = _time.GetUtcNow() });
        if (_time.GetElapsedTime(_writtenAt) >= _shortestInterval)
        {
            await WriteAsync(null, _cut.Token);
        }
    }

    /// <summary>Waits for AWS to get on; stops here when somebody asked for it.</summary>
    public Task PauseAsync(TimeSpan pause) => Task.Delay(pause, _time, _either.Token);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _either.Dispose();
            _cancelled.Dispose();
            _cut.Dispose();
        }
    }

    internal void Cancel() => End(_cancelled);

    internal void Cut(bool isLost)
    {
        IsLost |= isLost;
        End(_cut);
    }

    /// <summary>Writes the progress, and how long this process holds the operation from now on.</summary>
    /// <returns>False when another process holds it, or it has ended.</returns>
    internal async Task<bool> WriteAsync(DateTimeOffset? until, CancellationToken ct)
    {
        _writtenAt = _time.GetTimestamp();
        var held = true;
        await _operations.ChangeAsync(Operation.Id, o => (held = !o.Done && o.Runner == Operation.Runner)
            ? o with { Progress = Progress, HeldUntil = until ?? o.HeldUntil }
            : null, ct);
        return held;
    }

    // Whoever asks may do so in the moment in which the work ends.
    void End(CancellationTokenSource source)
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                source.Cancel();
            }
        }
    }
}
