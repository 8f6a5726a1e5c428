using System.Diagnostics;
using System.Diagnostics.Metrics;
using ControlPlane.SignIn;

namespace ControlPlane.Telemetry;

/// <summary>The metrics of sign-ins.</summary>
public sealed class SignInMetrics
{
    // From a warm sign-in's milliseconds up to a first one that waits minutes for its profile.
    static readonly InstrumentAdvice<double> _seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
    };

    readonly Counter<long> _count;
    readonly Counter<long> _preparations;
    readonly Histogram<double> _duration;
    readonly Histogram<double> _own;
    readonly Histogram<double> _step;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's meters.</param>
    public SignInMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryNames.Source);
        _count = meter.CreateCounter<long>(TelemetryNames.SignInCount, "{sign_in}", "Sign-ins by outcome and reason.");
        _preparations = meter.CreateCounter<long>(TelemetryNames.ProfilePreparations, "{profile}", "Profiles made ready, by outcome.");
        _duration = Histogram(meter, TelemetryNames.SignInDuration, "Whole sign-ins, waiting included.");
        _own = Histogram(meter, TelemetryNames.SignInOwnDuration, "Sign-ins without the time spent in AWS.");
        _step = Histogram(meter, TelemetryNames.SignInStepDuration, "Steps of sign-ins.");
    }

    internal void Step(string step, TimeSpan elapsed, string? reason)
        => _step.Record(elapsed.TotalSeconds, Tags(reason, Tag(TelemetryNames.Step, step)));

    internal void Landed(string door, FlightOutcome outcome, string? reason, TimeSpan whole, TimeSpan own)
    {
        var tags = Tags(reason, Tag(TelemetryNames.Door, door), Tag(TelemetryNames.Outcome, Name(outcome)));
        _count.Add(1, tags);
        _own.Record(own.TotalSeconds, tags);
        if (outcome != FlightOutcome.Pending)
        {
            _duration.Record(whole.TotalSeconds, tags);
        }
    }

    internal void Prepared(string outcome, string? reason)
        => _preparations.Add(1, Tags(reason, Tag(TelemetryNames.Outcome, outcome)));

    internal static string Name(FlightOutcome outcome) => outcome switch
    {
        FlightOutcome.Pending => "pending",
        FlightOutcome.Launched => "launched",
        FlightOutcome.Refused => "refused",
        FlightOutcome.Failed => "failed",
        _ => throw new InvalidOperationException($"No name for {outcome}."),
    };

    static Histogram<double> Histogram(Meter meter, string name, string description)
        => meter.CreateHistogram(name, "s", description, tags: null, advice: _seconds);

    static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    static TagList Tags(string? reason, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var list = new TagList(tags);
        if (reason is not null)
        {
            list.Add(TelemetryNames.Reason, reason);
        }

        return list;
    }
}
