using System.Diagnostics.Metrics;
using ControlPlane.Telemetry;

namespace ControlPlane.Server.Authorization;

/// <summary>The metrics of who was let in and who was slowed down.</summary>
sealed class AccessMetrics
{
    readonly Counter<long> _breakGlass;
    readonly Counter<long> _limited;

    public AccessMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryNames.Source);
        _breakGlass = meter.CreateCounter<long>(TelemetryNames.BreakGlassUses, "{use}", "Uses of the break-glass credential, by outcome.");
        _limited = meter.CreateCounter<long>(TelemetryNames.LimitedRequests, "{request}", "Requests that were refused because there were too many.");
    }

    /// <summary>Counts a use.</summary>
    public void BreakGlass(string outcome) => _breakGlass.Add(1, new KeyValuePair<string, object?>(TelemetryNames.AccessOutcome, outcome));

    /// <summary>Counts a request that came too soon.</summary>
    /// <param name="door"><c>saml</c> or <c>api</c>.</param>
    public void Limited(string door) => _limited.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Door, door));
}
