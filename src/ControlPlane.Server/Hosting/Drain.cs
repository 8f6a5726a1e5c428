using System.Globalization;
using ControlPlane.Server.Options;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Hosting;

/// <summary>Leaves gracefully: on SIGTERM readiness goes false at once, while requests are still taken for the drain delay, so that load
/// balancers notice before a connection is refused. Then the server stops listening and waits for the requests that run.</summary>
sealed partial class Drain(IOptions<ServerOptions> options, TimeProvider time, ILogger<Drain> log) : IHostedLifecycleService
{
    /// <summary>The drain delay and the drain time together.</summary>
    public static TimeSpan LongestStop(IConfiguration configuration)
    {
        var defaults = new ServerOptions();
        return Read("Server:DrainDelay", defaults.DrainDelay) + Read("Server:DrainTime", defaults.DrainTime);

        TimeSpan Read(string key, TimeSpan unlessSet)
            => TimeSpan.TryParse(configuration[key], CultureInfo.InvariantCulture, out var value) ? value : unlessSet;
    }

    /// <summary>Whether the server is leaving.</summary>
    public bool IsDraining { get; private set; }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        IsDraining = true;
        LogDraining(options.Value.DrainDelay, options.Value.DrainTime);
        await Task.Delay(options.Value.DrainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Draining: not ready any more, listening for {Delay} and then finishing for at most {Time}")]
    partial void LogDraining(TimeSpan delay, TimeSpan time);
}
