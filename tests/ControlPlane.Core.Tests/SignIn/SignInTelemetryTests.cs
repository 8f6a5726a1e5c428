using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ControlPlane.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.SignIn;

public sealed class SignInTelemetryTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_leg_is_counted_by_outcome_and_reason_and_own_time_leaves_AWS_out()
    {
        await using var world = await new World().WithUser1Async();
        using var measured = new Measurements(world.Get<IMeterFactory>());
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(10);

        await world.LaunchAsync();
        await world.RefusalOfAsync(() => world.LaunchAsync(null, A.Command(A.Team2)));

        Assert.Equal(
            [(1.0, "launched", null), (1.0, "refused", "ENTITLEMENT_NOT_FOUND")],
            measured.Of(TelemetryNames.SignInCount).Select(m => (m.Value, m.Tag(TelemetryNames.Outcome), m.Tag(TelemetryNames.Reason))));
        var whole = measured.Of(TelemetryNames.SignInDuration).First(m => m.Tag(TelemetryNames.Outcome) == "launched").Value;
        var own = measured.Of(TelemetryNames.SignInOwnDuration).First(m => m.Tag(TelemetryNames.Outcome) == "launched").Value;
        Assert.InRange(whole, 10, 60);
        Assert.InRange(own, 0, whole - 10);
        Assert.Contains(measured.Of(TelemetryNames.SignInStepDuration), m => m.Tag(TelemetryNames.Step) == StepNames.Profile && m.Value >= 10);
    }

    [Fact]
    public async Task A_sign_in_that_waits_counts_as_pending_and_has_no_duration_yet()
    {
        await using var world = await new World().WithUser1Async();
        using var measured = new Measurements(world.Get<IMeterFactory>());
        world.Accounts.CreationTakes = TimeSpan.FromSeconds(60);

        await world.AcceptAsync();

        var count = Assert.Single(measured.Of(TelemetryNames.SignInCount));
        Assert.Equal(("pending", "saml"), (count.Tag(TelemetryNames.Outcome), count.Tag(TelemetryNames.Door)));
        Assert.Empty(measured.Of(TelemetryNames.SignInDuration));
    }

    [Fact]
    public async Task No_label_of_a_metric_holds_what_a_caller_can_invent()
    {
        await using var world = await new World().WithUser1Async();
        using var measured = new Measurements(world.Get<IMeterFactory>());

        await world.LaunchAsync();
        await world.RefusalOfAsync(() => world.AcceptAsync(new() { Attributes = [("ssouserid", "invented"), ("teamid", "invented")] }));

        string[] allowed = [TelemetryNames.Door, TelemetryNames.Outcome, TelemetryNames.Reason, TelemetryNames.Step, TelemetryNames.CopyResult];
        Assert.All(measured.All, m => Assert.Subset(allowed.ToHashSet(), m.Tags.Keys.ToHashSet()));
        Assert.DoesNotContain(measured.All, m => m.Tags.Values.Any(v => $"{v}".Contains("invented", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sign_in_is_one_trace_with_a_span_for_each_step_and_no_secret()
    {
        await using var world = await new World().WithUser1Async();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var post = world.Post();

        var launch = await world.RunAsync(world.Flow.AcceptAsync(post, Ct));

        var root = Assert.Single(spans, s => (string?)s.GetTagItem(TelemetryNames.Reference) == launch.Reference.ToString());
        var mine = spans.Where(s => s.TraceId == root.TraceId && s != root).ToList();
        Assert.Equal(
            ["accept", "verify", "consume", "identify", "entitlement", "route", "profile", "audit", "vend"],
            mine.Where(s => s.ParentSpanId == root.SpanId).Select(s => s.OperationName));
        Assert.Equal("111111111111", root.GetTagItem(TelemetryNames.Account));
        Assert.Equal("launched", root.GetTagItem(TelemetryNames.Outcome));
        var words = string.Join(' ', mine.Append(root).SelectMany(s => s.TagObjects.Select(t => $"{t.Key}={t.Value}").Append(s.StatusDescription)));
        Assert.DoesNotContain("secret", words, StringComparison.Ordinal);
        Assert.DoesNotContain("user1", words, StringComparison.Ordinal);
        Assert.DoesNotContain(post.SamlResponse[..60], words, StringComparison.Ordinal);
        Assert.Equal(root.TraceId.ToString(), (await world.RecordOfAsync(launch.Reference.ToString())).TraceId);
    }

    sealed record Measurement(string Name, double Value, IReadOnlyDictionary<string, object?> Tags)
    {
        public string? Tag(string name) => Tags.GetValueOrDefault(name) as string;
    }

    sealed class Measurements : IDisposable
    {
        readonly ConcurrentQueue<Measurement> _all = new();
        readonly MeterListener _listener = new();

        public Measurements(IMeterFactory meters)
        {
            // Other tests have meters of the same name: only this world's counts.
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TelemetryNames.Source && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
            _listener.Start();
        }

        public IReadOnlyCollection<Measurement> All => _all;

        public List<Measurement> Of(string name) => [.. _all.Where(m => m.Name == name)];

        public void Dispose() => _listener.Dispose();

        void Add(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
            => _all.Enqueue(new(name, value, tags.ToArray().ToDictionary(t => t.Key, t => t.Value)));
    }
}
