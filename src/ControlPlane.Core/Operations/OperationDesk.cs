using System.Diagnostics;
using ControlPlane.Audit;
using ControlPlane.Requests;

namespace ControlPlane.Operations;

/// <summary>Begins and stops operations.</summary>
/// <param name="operations">The operations.</param>
/// <param name="runner">Works on them.</param>
/// <param name="audit">The audit log.</param>
/// <param name="time">The clock.</param>
public sealed class OperationDesk(OperationCatalog operations, OperationRunner runner, AuditTrail audit, TimeProvider time)
{
    static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(1);

    /// <summary>Begins long work. That it begins is audited first.</summary>
    /// <param name="order">What to do.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="request">What makes the same request answered with the same operation for an hour; null for nothing.</param>
    /// <param name="ct">Ends the wait, never the work.</param>
    /// <exception cref="Errors.RefusedException"><c>REQUEST_ID_REUSED</c>, <c>AUDIT_UNAVAILABLE</c>.</exception>
    public async Task<Operation> BeginAsync(OperationOrder order, OperationActor actor, RequestIdentity? request, CancellationToken ct)
    {
        if (await operations.FindAnswerAsync(request, ct) is { } before)
        {
            return before;
        }

        var now = time.GetUtcNow();
        var operation = new Operation
        {
            Id = OperationId.New(now),
            Kind = order.Kind,
            Target = order.Target,
            Actor = actor,
            OrderJson = order.Json,
            CreatedAt = now,
            TraceParent = Activity.Current?.Id,
        };
        await audit.AppendAsync(OperationWorker.EventOf(operation, "allowed", null, now));
        var answer = await operations.AddAsync(operation, request, ct);
        runner.Nudge();
        return answer;
    }

    /// <summary>The operation that a request was answered with; null when it is new, or has no id.</summary>
    /// <exception cref="Errors.RefusedException"><c>REQUEST_ID_REUSED</c>.</exception>
    public Task<Operation?> FindAnswerAsync(RequestIdentity? request, CancellationToken ct) => operations.FindAnswerAsync(request, ct);

    /// <summary>Asks an operation to stop. One that has ended stays as it is.</summary>
    /// <param name="id">Which one; it exists.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task CancelAsync(OperationId id, OperationActor by, CancellationToken ct)
    {
        if (await operations.FindAsync(id, ct) is not { Done: false, Cancelling: false } operation)
        {
            return;
        }

        await audit.AppendAsync(OperationWorker.EventOf(operation with { Actor = by }, "allowed", null, time.GetUtcNow()) with { Action = "operations.cancel" });
        await operations.CancelAsync(id, ct);
        runner.Cancel(id);
        runner.Nudge();
    }

    /// <summary>Waits until an operation has ended or the time is over.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The operation as it is then; null when there is none.</returns>
    public async Task<Operation?> WaitAsync(OperationId id, TimeSpan patience, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var pause = _firstPause;
        while (true)
        {
            var operation = await operations.FindAsync(id, ct);
            var left = patience - time.GetElapsedTime(began);
            if (operation is null or { Done: true } || left <= TimeSpan.Zero)
            {
                return operation;
            }

            await Task.Delay(pause < left ? pause : left, time, ct);
            pause = pause * 1.5 < _longestPause ? pause * 1.5 : _longestPause;
        }
    }
}
