using ControlPlane.Errors;
using ControlPlane.Store;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Audit;

/// <summary>Removes the oldest records of the audit log, never any other, and leaves a chain that still verifies: an event tells first up to
/// where, and each batch leaves a checkpoint.</summary>
/// <param name="store">Where the log is.</param>
/// <param name="trail">The log.</param>
/// <param name="time">The clock that says what is old.</param>
/// <param name="logger">Where it is told what went, and when nothing may go.</param>
public sealed partial class AuditRetention(IStore store, AuditTrail trail, TimeProvider time, ILogger<AuditRetention> logger)
{
    // The checkpoint takes one write of a batch.
    const int BatchRecords = StoreLimits.BatchWrites - 1;

    // One event tells of so many.
    internal int RunRecords { get; init; } = 20_000;

    /// <summary>Removes what is older. Several replicas may do so at the same time. A log that does not verify stays as it is.</summary>
    /// <param name="keep">The age that records reach.</param>
    /// <param name="ct">Ends it between two batches; the log verifies then too.</param>
    /// <returns>How many records this call removed.</returns>
    /// <exception cref="RefusedException"><c>AUDIT_UNAVAILABLE</c>, <c>STORE_UNAVAILABLE</c>, <c>AUDIT_BUSY</c>.</exception>
    public async Task<long> RemoveAsync(TimeSpan keep, CancellationToken ct)
    {
        var before = time.GetUtcNow() - keep;
        if (!await AnyAsync(before, ct))
        {
            return 0;
        }

        // Otherwise the event below would make somebody else's removal look like ours.
        if (await trail.VerifyAsync(null, ct) is { Intact: false } broken)
        {
            LogBroken(broken.FirstBad, broken.Finding);
            return 0;
        }

        var removed = 0L;
        for (var goesOn = true; goesOn;)
        {
            var run = await PlanAsync(before, ct);
            var gone = run.Old.Count == 0 ? 0 : await RunAsync(run, before, ct);
            removed += gone;
            // Fewer when another replica was first, or when all is done.
            goesOn = gone == RunRecords;
        }

        LogRemoved(removed, before);
        return removed;
    }

    async Task<bool> AnyAsync(DateTimeOffset before, CancellationToken ct)
        => await store.ListAsync(AuditChain.Prefix, null, 1, ct) is [var oldest] && AuditChain.ReadAnyhow(oldest)?.Event.Time < before;

    async Task<Run> PlanAsync(DateTimeOffset before, CancellationToken ct)
    {
        var checkpoint = await store.FindAsync(AuditChain.CheckpointKey, ct);
        var link = checkpoint is null ? AuditHead.Empty : AuditChain.ReadHead(checkpoint);
        var run = new Run(checkpoint?.Version ?? 0, []);
        for (string? after = null; await store.ListAsync(AuditChain.Prefix, after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var document in page)
            {
                // From the old end alone: a younger record ends it, whatever lies behind.
                if (run.Old.Count == RunRecords
                    || AuditChain.Fault(document, link, out link) is not null
                    || AuditChain.Read(document).Event.Time >= before)
                {
                    return run;
                }

                run.Old.Add(new(document.Key, document.Version, link));
            }
        }

        return run;
    }

    async Task<int> RunAsync(Run run, DateTimeOffset before, CancellationToken ct)
    {
        await trail.AppendAsync(new()
        {
            Time = time.GetUtcNow(),
            Action = AuditRemovals.Action,
            Outcome = "allowed",
            Resource = "auditEvents",
            Details = AuditRemovals.Facts(run.Old[^1].Link, run.Old.Count, before),
        });
        var (version, gone) = (run.CheckpointVersion, 0);
        foreach (var batch in run.Old.Chunk(BatchRecords))
        {
            ct.ThrowIfCancellationRequested();
            List<StoreWrite> writes =
            [
                .. batch.Select(old => new StoreWrite(old.Key, null, old.Version)),
                AuditChain.WriteHead(AuditChain.CheckpointKey, batch[^1].Link, version),
            ];
            if (await store.TryWriteAsync(writes, CancellationToken.None) is not { } revision)
            {
                // Another replica is at it.
                return gone;
            }

            (version, gone) = (revision, gone + batch.Length);
        }

        return gone;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} audit records older than {Before}")]
    partial void LogRemoved(long count, DateTimeOffset before);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log does not verify at record {Sequence}, and nothing of it is removed: {Finding}")]
    partial void LogBroken(long? sequence, string? finding);

    sealed record Run(long CheckpointVersion, List<Old> Old);

    sealed record Old(string Key, long Version, AuditHead Link);
}
