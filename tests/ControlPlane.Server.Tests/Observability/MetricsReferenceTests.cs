using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Telemetry;
using Xunit;

namespace ControlPlane.Server.Tests.Observability;

/// <summary>The page docs/reference/metrics.md is generated from comments. Whether these are true, a running server tells.</summary>
public sealed partial class MetricsReferenceTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_instrument_and_its_attributes_are_in_the_reference()
    {
        var page = Page();
        var seen = new ConcurrentDictionary<string, (string Kind, string? Unit)>();
        var labels = new ConcurrentDictionary<(string Metric, string Label), bool>();
        using var listener = Listen(seen, labels);
        await using var server = await RunningServer.StartAsync();
        using var browser = server.Browser();

        using var launched = await RunningServer.PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"));
        using var refused = await RunningServer.PostAsync(browser, server.Idp.CreateResponse("user2", "Team1"));
        listener.RecordObservableInstruments();

        Assert.All(seen, s => Assert.Equal((s.Value.Kind, s.Value.Unit), page.TryGetValue(s.Key, out var row) ? (row.Kind, row.Unit) : default));
        Assert.All(labels.Keys, l => Assert.Contains(l.Label, page[l.Metric].Labels));
        Assert.Equal(page.Keys.Order(StringComparer.Ordinal), seen.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            page[TelemetryNames.SignInCount].Labels.Order(StringComparer.Ordinal),
            labels.Keys.Where(l => l.Metric is TelemetryNames.SignInCount).Select(l => l.Label).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Names_for_Prometheus_are_those_that_it_reads()
    {
        var page = Page().Values.Select(r => r.Prometheus).ToHashSet(StringComparer.Ordinal);
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["Server:PrometheusEndpoint"] = "true" });
        using var browser = server.Browser();

        using var launched = await RunningServer.PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"));
        var samples = (await browser.GetStringAsync("/metrics", Ct)).Split('\n').Select(l => SampleName().Match(l).Groups["name"].Value)
            .Where(n => n.Length > 0).Distinct().ToList();

        Assert.Contains("controlplane_sign_in_count_total", samples);
        Assert.Contains("controlplane_sign_in_duration_seconds", samples);
        Assert.All(samples, s => Assert.Contains(s, page));
    }

    static MeterListener Listen(ConcurrentDictionary<string, (string Kind, string? Unit)> seen, ConcurrentDictionary<(string Metric, string Label), bool> labels)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == TelemetryNames.Source)
                {
                    seen[instrument.Name] = (Kind(instrument), instrument.Unit);
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((i, _, tags, _) => Note(i, tags));
        listener.SetMeasurementEventCallback<double>((i, _, tags, _) => Note(i, tags));
        listener.Start();
        return listener;

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (label, _) in tags)
            {
                labels[(instrument.Name, label)] = true;
            }
        }
    }

    static string Kind(Instrument instrument)
        => KindName().Match(instrument.GetType().Name).Groups["kind"].Value.ToLowerInvariant();

    static Dictionary<string, Row> Page()
    {
        return File.ReadLines(Path.Combine(Repository.Folder, "docs", "reference", "metrics.md"))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .Where(c => c.Length == 8 && c[1].StartsWith("`controlplane.", StringComparison.Ordinal))
            .ToDictionary(
                c => c[1].Trim('`'),
                c => new Row(c[2], c[3].Trim('`'), [.. c[4].Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim('`'))], c[5].Trim('`')));
    }

    [GeneratedRegex(@"^(?:Observable)?(?<kind>Counter|UpDownCounter|Gauge|Histogram)`1$")]
    private static partial Regex KindName();

    // A histogram's samples are told apart by their ends.
    [GeneratedRegex(@"^(?<name>controlplane_\w+?)(?:_bucket|_sum|(?<=_seconds)_count)?(?:\{| )")]
    private static partial Regex SampleName();

    sealed record Row(string Kind, string Unit, IReadOnlyList<string> Labels, string Prometheus);
}
