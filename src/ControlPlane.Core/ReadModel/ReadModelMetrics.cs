using System.Diagnostics.Metrics;
using ControlPlane.Telemetry;

namespace ControlPlane.ReadModel;

/// <summary>The metrics of what a replica keeps in memory.</summary>
public sealed class ReadModelMetrics
{
    readonly Meter _meter;
    readonly Counter<long> _reads;
    readonly Counter<long> _losses;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's meters.</param>
    public ReadModelMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(TelemetryNames.Source);
        _reads = _meter.CreateCounter<long>(TelemetryNames.CopyReads, "{read}", "Reads of the catalog, by where the answer came from.");
        _losses = _meter.CreateCounter<long>(TelemetryNames.CopyLosses, "{loss}", "Times that the store's changes were lost sight of.");
    }

    internal static string NameOf(CopyState state) => state switch
    {
        CopyState.Off => "off",
        CopyState.Starting => "starting",
        CopyState.Fresh => "fresh",
        CopyState.Stale => "stale",
        CopyState.Lost => "lost",
        _ => throw new InvalidOperationException($"No name for {state}."),
    };

    internal void Read(string result) => _reads.Add(1, new KeyValuePair<string, object?>(TelemetryNames.CopyResult, result));

    internal void Lost(string reason) => _losses.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Reason, reason));

    internal void Observe(StoreCopy copy)
    {
        _meter.CreateObservableGauge(TelemetryNames.CopyAge, () => Measured(copy.Age?.TotalSeconds), "s", "How long ago the store last confirmed what is kept.");
        _meter.CreateObservableUpDownCounter(TelemetryNames.CopyDocuments, () => copy.Documents, "{document}", "Documents that are kept.");
        _meter.CreateObservableUpDownCounter(TelemetryNames.CopyBytes, () => copy.Bytes, "By", "About how many bytes they have.");
    }

    static IEnumerable<Measurement<double>> Measured(double? value) => value is { } known ? [new(known)] : [];
}
