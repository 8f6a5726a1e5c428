using System.Diagnostics;
using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.Operations;

/// <summary>Works on one operation to its end: holds it, hears who asks it to stop, and writes how it ended.</summary>
/// <param name="operations">The operations.</param>
/// <param name="audit">The audit log.</param>
/// <param name="metrics">Counts what was done.</param>
/// <param name="options">How long an operation is held.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where defects are told.</param>
public sealed partial class OperationWorker(
    OperationCatalog operations, AuditTrail audit, OperationMetrics metrics, IOptions<OperationOptions> options, TimeProvider time,
    ILogger<OperationWorker> logger)
{
    // How soon a request to stop that another replica took is heard.
    static readonly TimeSpan _pulse = TimeSpan.FromSeconds(1);

    internal async Task WorkAsync(OperationRun run, IOperationKind kind)
    {
        var operation = run.Operation;
        var began = time.GetTimestamp();
        using var span = StartSpan(operation);
        using var ended = new CancellationTokenSource();
        metrics.Began(operation.Kind);
        var heart = BeatAsync(run, ended.Token);
        var (result, fault) = await TryAsync(run, kind);
        await ended.CancelAsync();
        await heart;
        metrics.Left(operation.Kind);
        if (result is null && fault is null)
        {
            await HandBackAsync(run);
            return;
        }

        var outcome = OutcomeOf(fault);
        span?.SetTag(TelemetryNames.OperationOutcome, outcome);
        span?.SetTag(TelemetryNames.Reason, fault?.Reason);
        span?.SetStatus(fault is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        metrics.Ended(operation.Kind, outcome, fault?.Reason, time.GetElapsedTime(began));
        await EndAsync(operation, run.Progress, result, fault);
    }

    /// <summary>Ends an operation that is not worked on any more.</summary>
    internal async Task RefuseAsync(Operation operation, RefusedException refusal)
    {
        metrics.Ended(operation.Kind, "failed", refusal.Reason, TimeSpan.Zero);
        await EndAsync(operation, operation.Progress, null, OperationFault.Of(refusal));
    }

    // Neither result nor fault: the work is not at its end, and this process is out of it.
    async Task<(string? Result, OperationFault? Fault)> TryAsync(OperationRun run, IOperationKind kind)
    {
        try
        {
            return (await kind.RunAsync(run), null);
        }
        catch (RefusedException refusal)
        {
            return (null, OperationFault.Of(refusal));
        }
        catch (OperationCanceledException) when (run.IsCut)
        {
            return (null, run.IsLost || kind.IsResumable ? null : OperationFault.Of(OperationErrors.Interrupted(run.Operation)));
        }
        catch (OperationCanceledException) when (run.IsCancelled)
        {
            return (null, OperationErrors.Cancelled(run.Operation));
        }
#pragma warning disable CA1031 // Nobody awaits this work itself: whoever asks for the operation is told that it broke.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            LogDefect(defect, run.Operation.Kind, run.Operation.Id);
            return (null, OperationErrors.Broken(run.Operation, Activity.Current?.TraceId.ToString() ?? "none"));
        }
    }

    async Task BeatAsync(OperationRun run, CancellationToken ended)
    {
        var heldUntil = run.Operation.HeldUntil!.Value;
        var written = run.Progress;
        while (true)
        {
            await Task.Delay(_pulse, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
            {
                return;
            }

            try
            {
                var now = time.GetUtcNow();
                if (written != run.Progress || heldUntil - now < options.Value.Hold * 2 / 3)
                {
                    (written, heldUntil) = (run.Progress, now + options.Value.Hold);
                    if (!await run.WriteAsync(heldUntil, CancellationToken.None))
                    {
                        run.Cut(isLost: true);
                        return;
                    }
                }

                if (await operations.FindAsync(run.Operation.Id, CancellationToken.None) is { Cancelling: true })
                {
                    run.Cancel();
                }
            }
            catch (RefusedException unavailable)
            {
                LogHoldNotWritten(unavailable, run.Operation.Id);
                if (time.GetUtcNow() >= heldUntil)
                {
                    // Another process may have it by now: two must not work on one thing.
                    run.Cut(isLost: true);
                    return;
                }
            }
        }
    }

    async Task HandBackAsync(OperationRun run)
    {
        LogHandedBack(run.Operation.Kind, run.Operation.Id);
        if (run.IsLost)
        {
            return;
        }

        await WriteAsync(run.Operation, o => o with { Runner = null, HeldUntil = null, Attempts = o.Attempts - 1, Progress = run.Progress });
    }

    // The log first: an end that the log does not have must not be told to anybody.
    async Task EndAsync(Operation operation, OperationProgress progress, string? result, OperationFault? fault)
    {
        try
        {
            await audit.AppendAsync(EventOf(operation, OutcomeOf(fault), fault?.Reason, time.GetUtcNow()));
        }
        catch (RefusedException unavailable)
        {
            // What was done is done, and its begin is in the log.
            LogAuditLost(unavailable, operation.Kind, operation.Id);
        }

        await WriteAsync(operation, o => o with
        {
            EndedAt = time.GetUtcNow(),
            ResultJson = result,
            Fault = fault,
            Progress = progress with { Message = MessageOf(fault), UpdatedAt = time.GetUtcNow() },
            Runner = null,
            HeldUntil = null,
        });
    }

    // A few times: what is not written so is taken up again by whoever finds it, which every kind that is resumable bears.
    async Task WriteAsync(Operation operation, Func<Operation, Operation> change)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await operations.ChangeAsync(
                    operation.Id, o => o.Done || o.Runner != operation.Runner ? null : change(o), CancellationToken.None);
                return;
            }
            catch (RefusedException unavailable)
            {
                LogEndNotWritten(unavailable, operation.Kind, operation.Id);
                if (attempt == 3)
                {
                    return;
                }
            }
        }
    }

    internal static AuditEvent EventOf(Operation operation, string outcome, string? reason, DateTimeOffset now) => new()
    {
        Time = now,
        Action = operation.Kind,
        Outcome = outcome,
        Reason = reason,
        Actor = operation.Actor.Name,
        IdentityProvider = operation.Actor.IdentityProvider,
        Resource = operation.Target,
        TraceId = Activity.Current?.TraceId.ToString(),
        Address = operation.Actor.Address,
        Details = new Dictionary<string, string> { ["operation"] = operation.Id.ToString() },
    };

    static Activity? StartSpan(Operation operation)
    {
        var links = ActivityContext.TryParse(operation.TraceParent, null, out var begun) ? new[] { new ActivityLink(begun) } : null;
        var span = Spans.Source.StartActivity(TelemetryNames.OperationSpan, ActivityKind.Internal, default(ActivityContext), links: links);
        span?.SetTag(TelemetryNames.OperationKind, operation.Kind);
        span?.SetTag(TelemetryNames.OperationName, operation.Id.ToString());
        return span;
    }

    static string OutcomeOf(OperationFault? fault) => fault?.End switch
    {
        null => "done",
        OperationEnd.Cancelled => "cancelled",
        OperationEnd.Refused or OperationEnd.Broken => "failed",
        _ => throw new InvalidOperationException($"No name for {fault.End}."),
    };

    static string MessageOf(OperationFault? fault) => fault?.End switch
    {
        null => "It is done.",
        OperationEnd.Cancelled => "It was stopped.",
        _ => "It failed.",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Kind} {Operation} broke")]
    partial void LogDefect(Exception defect, string kind, OperationId operation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The hold on {Operation} could not be written")]
    partial void LogHoldNotWritten(Exception unavailable, OperationId operation);

    [LoggerMessage(Level = LogLevel.Information, Message = "Left {Kind} {Operation} to the next process")]
    partial void LogHandedBack(string kind, OperationId operation);

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of {Kind} {Operation} could not be audited")]
    partial void LogAuditLost(Exception unavailable, string kind, OperationId operation);

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of {Kind} {Operation} could not be written")]
    partial void LogEndNotWritten(Exception unavailable, string kind, OperationId operation);
}
