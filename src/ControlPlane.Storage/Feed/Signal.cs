namespace ControlPlane.Storage;

/// <summary>Wakes whoever waits for the next change.</summary>
sealed class Signal
{
    TaskCompletionSource _next = New();

    /// <summary>Done at the next <see cref="Wake"/>. Take it before you look, so that no change falls in between.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Wake() => Interlocked.Exchange(ref _next, New()).SetResult();

    /// <summary>Waits for a signal that was taken before, but no longer than a time.</summary>
    public static async Task WaitAsync(Task signal, TimeSpan atMost, TimeProvider time, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
#pragma warning disable VSTHRD003 // A signal, completed by whoever wrote; nothing here has a context to come back to.
        await Task.WhenAny(signal, Task.Delay(atMost, time, enough.Token));
#pragma warning restore VSTHRD003
        await enough.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
