using ControlPlane.Store;

namespace ControlPlane.Storage;

/// <summary>A batch that waits for its transaction.</summary>
sealed class WriteJob(IReadOnlyList<StoreWrite> writes, CancellationToken ct)
{
    readonly TaskCompletionSource<long?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<StoreWrite> Writes => writes;

    public long Bytes { get; } = writes.Sum(w => (long)(w.Value?.Length ?? 0) + w.Key.Length);

#pragma warning disable VSTHRD003 // Completed by the writer; nothing here has a context to come back to.
    public Task<long?> Answer => _answer.Task;
#pragma warning restore VSTHRD003

    /// <summary>Whether it deletes those of its keys whose time is over, and leaves the others.</summary>
    public bool OnlyExpired { get; init; }

    /// <summary>The revision that it got, told when it is committed; null when a version did not hold.</summary>
    public long? Revision { get; set; }

    public bool IsGivenUp() => ct.IsCancellationRequested && _answer.TrySetCanceled(ct);

    public void Tell() => _answer.TrySetResult(Revision);

    public void Fail(Exception e) => _answer.TrySetException(e);
}
