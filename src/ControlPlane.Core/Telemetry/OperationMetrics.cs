using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ControlPlane.Telemetry;

/// <summary>The metrics of operations.</summary>
public sealed class OperationMetrics
{
    static readonly InstrumentAdvice<double> _seconds = new()
    {
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600],
    };

    readonly Counter<long> _count;
    readonly Histogram<double> _duration;
    readonly UpDownCounter<long> _running;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's meters.</param>
    public OperationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryNames.Source);
        _count = meter.CreateCounter<long>(TelemetryNames.OperationCount, "{operation}", "Operations by kind, outcome and reason.");
        _duration = meter.CreateHistogram(
            TelemetryNames.OperationDuration, "s", "Work on an operation by the process that ended it.", tags: null, advice: _seconds);
        _running = meter.CreateUpDownCounter<long>(TelemetryNames.OperationsRunning, "{operation}", "Operations that this process works on.");
    }

    internal void Began(string kind) => _running.Add(1, Kind(kind));

    internal void Left(string kind) => _running.Add(-1, Kind(kind));

    internal void Ended(string kind, string outcome, string? reason, TimeSpan elapsed)
    {
        var tags = new TagList { Kind(kind), new(TelemetryNames.OperationOutcome, outcome) };
        if (reason is not null)
        {
            tags.Add(TelemetryNames.Reason, reason);
        }

        _count.Add(1, tags);
        _duration.Record(elapsed.TotalSeconds, tags);
    }

    static KeyValuePair<string, object?> Kind(string kind) => new(TelemetryNames.OperationKind, kind);
}
