using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ControlPlane.Domains;

namespace ControlPlane.Telemetry;

/// <summary>The metrics of the ways into accounts that are tried without a person.</summary>
public sealed class ProbeMetrics
{
    static readonly InstrumentAdvice<double> _seconds = new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };

    readonly ConcurrentDictionary<DomainName, bool> _works = new();
    readonly Counter<long> _attempts;
    readonly Histogram<double> _duration;
    readonly TimeProvider _time;
    long _passed = -1;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's meters.</param>
    /// <param name="time">The clock.</param>
    public ProbeMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(TelemetryNames.Source);
        _attempts = meter.CreateCounter<long>(TelemetryNames.ProbeAttempts, "{attempt}", "Ways to domains that were tried, by what was found.");
        _duration = meter.CreateHistogram(TelemetryNames.ProbeDuration, "s", "How long one way took to try.", tags: null, advice: _seconds);
        meter.CreateObservableGauge(
            TelemetryNames.ProbeWorks, () => _works.Select(w => new Measurement<long>(w.Value ? 1 : 0, [.. Tags(w.Key)])),
            "{route}", "Whether the way to a domain worked when it was tried last.");
        meter.CreateObservableGauge(
            TelemetryNames.ProbeAge, () => Interlocked.Read(ref _passed) is >= 0 and var passed
                ? [new(_time.GetElapsedTime(passed).TotalSeconds)]
                : Array.Empty<Measurement<double>>(),
            "s", "How long ago all ways were tried.");
    }

    internal void Tried(DomainName domain, string? reason, TimeSpan elapsed)
    {
        _works[domain] = reason is null;
        var tags = Tags(domain);
        _duration.Record(elapsed.TotalSeconds, tags);
        if (reason is not null)
        {
            tags.Add(TelemetryNames.Reason, reason);
        }

        _attempts.Add(1, tags);
    }

    // What is not in the catalog any more is not told any more.
    internal void Passed(IReadOnlyCollection<DomainName> tried)
    {
        foreach (var gone in _works.Keys.Except(tried))
        {
            _works.TryRemove(gone, out _);
        }

        Interlocked.Exchange(ref _passed, _time.GetTimestamp());
    }

    static TagList Tags(DomainName domain)
        => new() { { TelemetryNames.Account, domain.Account.ToString() }, { TelemetryNames.Region, domain.Region.ToString() }, { TelemetryNames.Domain, domain.Domain.ToString() } };
}
