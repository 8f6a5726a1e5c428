using ControlPlane.Errors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.Probing;

/// <summary>Tries every way now and then. Each replica does: the way to AWS is its own.</summary>
/// <param name="probe">Tries.</param>
/// <param name="options">How often.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where trouble is told.</param>
public sealed partial class ProbeWorker(RouteProbe probe, IOptions<ProbeOptions> options, TimeProvider time, ILogger<ProbeWorker> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Interval is not { } interval)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                await RunAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await probe.RunAsync(ct);
        }
        catch (RefusedException refused)
        {
            // The store is away; the age of the last pass tells, and the next time will do.
            LogInterrupted(refused);
        }
#pragma warning disable CA1031 // Nobody awaits this work: a defect in one pass must not end all of them, nor the server.
        catch (Exception defect) when (defect is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogBroke(defect);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trying the ways into accounts was interrupted; it is tried again later")]
    partial void LogInterrupted(Exception refused);

    [LoggerMessage(Level = LogLevel.Error, Message = "Trying the ways into accounts broke; it is tried again later")]
    partial void LogBroke(Exception defect);
}
