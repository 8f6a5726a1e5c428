using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.Server.Options;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Hosting;

/// <summary>Looks after the audit log now and then: removes what is too old, and tells the end of the log, so that whoever collects the
/// process's log has an anchor outside the store.</summary>
sealed partial class AuditUpkeep(IServiceProvider services, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditUpkeep> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.UpkeepInterval, time);
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
            if (options.Value.Retention is { } keep)
            {
                await services.GetRequiredService<AuditRetention>().RemoveAsync(keep, ct);
            }

            var head = await services.GetRequiredService<AuditTrail>().GetHeadAsync(ct);
            LogHead(head.Count, head.Hash);
        }
#pragma warning disable CA1031 // Whatever is wrong with the log, such as a head that somebody spoilt, the server must not stop for it.
        catch (Exception broken) when (broken is not (RefusedException or OperationCanceledException))
#pragma warning restore CA1031
        {
            LogBroken(broken);
        }
        catch (RefusedException unavailable)
        {
            // The next time will do.
            LogPutOff(unavailable);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit log ends at record {Count} with hash {Hash}")]
    partial void LogHead(long count, string hash);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit log could not be looked after; it is tried again later")]
    partial void LogPutOff(Exception unavailable);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log could not be looked after: verify it")]
    partial void LogBroken(Exception broken);
}
