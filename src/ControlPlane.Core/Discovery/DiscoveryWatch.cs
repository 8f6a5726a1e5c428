using System.Globalization;
using ControlPlane.Errors;
using ControlPlane.Operations;
using ControlPlane.Requests;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.Discovery;

/// <summary>Begins a look at the organization every now and then. However many replicas there are, one looks in each interval.</summary>
/// <param name="discoverer">Looks.</param>
/// <param name="desk">Begins operations.</param>
/// <param name="options">How often.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where trouble is told.</param>
public sealed partial class DiscoveryWatch(
    AccountDiscoverer discoverer, OperationDesk desk, IOptions<DiscoveryOptions> options, TimeProvider time, ILogger<DiscoveryWatch> logger) : BackgroundService
{
    static readonly OperationActor _self = new("control-plane", "control-plane");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value is not { Interval: { } interval, Rules.Count: > 0 })
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await desk.BeginAsync(discoverer.OrderOf(new(ValidateOnly: false)), _self, SlotOf(interval), stoppingToken);
            }
            catch (RefusedException unavailable)
            {
                // The store or the log is away: the next interval comes.
                LogNotBegun(unavailable);
            }

            await Task.Delay(interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Replicas that ask in the same interval ask for the same operation.
    RequestIdentity SlotOf(TimeSpan interval) => RequestIdentity.Of(
        _self.Name, AccountDiscoverer.KindName,
        string.Create(CultureInfo.InvariantCulture, $"{AccountDiscoverer.KindName}\n{interval.Ticks}\n{time.GetUtcNow().Ticks / interval.Ticks}"));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The look at the organization could not be begun; it is tried again in the next interval")]
    partial void LogNotBegun(Exception unavailable);
}
