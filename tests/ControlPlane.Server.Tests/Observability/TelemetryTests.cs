using System.Globalization;
using System.Net;
using ControlPlane.Server.Tests.Otlp;
using ControlPlane.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Xunit;

namespace ControlPlane.Server.Tests.Observability;

public sealed class TelemetryTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sign_in_is_one_trace_from_the_post_through_sts_and_sagemaker()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var server = await StartAsync(collector);
        using var browser = server.Browser();

        using var answer = await RunningServer.PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"));
        Flush(server);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var traceId = answer.Headers.GetValues("X-Trace-Id").Single();
        var trace = collector.Everything.Spans.Where(s => Convert.ToHexStringLower(s.TraceId.Span) == traceId).ToList();
        // The browser of the test is in this process and begins the trace; the server's own span is below it.
        const int kindOfServer = 2;
        Assert.Equal("POST /saml/acs", Assert.Single(trace, s => s.Kind is kindOfServer && s.Attributes.Any(a => a.Value.StringValue is "/saml/acs")).Name);
        string[] steps = ["sign_in", "accept", "verify", "consume", "identify", "entitlement", "route", "profile", "audit", "vend"];
        Assert.All(steps, step => Assert.Contains(trace, s => s.Name == step));
        Assert.Contains(trace, s => Tells(s, "AssumeRole"));
        Assert.Contains(trace, s => Tells(s, "CreateUserProfile"));
        Assert.Contains(trace, s => Tells(s, "CreatePresignedDomainUrl"));
    }

    [Fact]
    public async Task Metrics_tell_sign_ins_by_outcome_and_reason()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var server = await StartAsync(collector);
        using var browser = server.Browser();

        using var launched = await RunningServer.PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"));
        using var refused = await RunningServer.PostAsync(browser, server.Idp.CreateResponse("user2", "Team1"));
        Flush(server);

        var points = collector.Everything.Metrics.Where(m => m.Name is "controlplane.sign_in.count").SelectMany(m => m.Sum.DataPoints).ToList();
        Assert.Contains(points, p => Has(p.Attributes, "controlplane.sign_in.outcome", "launched"));
        Assert.Contains(points, p => Has(p.Attributes, "controlplane.sign_in.outcome", "refused") && Has(p.Attributes, "error.type", "ENTITLEMENT_NOT_FOUND"));
        Assert.Contains(collector.Everything.Metrics, m => m.Name is "controlplane.sign_in.duration" && m.Unit is "s" && m.Histogram.DataPoints.Count > 0);
    }

    [Fact]
    public async Task Prometheus_reads_the_same_figures_when_the_option_is_on()
    {
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["Server:PrometheusEndpoint"] = "true" });
        using var browser = server.Browser();

        using var launched = await RunningServer.PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"));
        var figures = await browser.GetStringAsync("/metrics", Ct);

        Assert.Contains("controlplane_sign_in_count", figures, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_served_to_nobody_unless_the_option_is_on()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = server.Browser();

        using var answer = await browser.GetAsync("/metrics", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_port_of_its_own_serves_figures_and_nothing_else()
    {
        var figures = new Uri(RunningServer.FreeAddress());
        await using var server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["Server:PrometheusPort"] = figures.Port.ToString(CultureInfo.InvariantCulture),
        });
        using var browser = server.Browser();

        using var launched = await RunningServer.PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"));
        var text = await browser.GetStringAsync(new Uri(figures, "/metrics"), Ct);
        using var page = await browser.GetAsync(new Uri(figures, "/saml/metadata"), Ct);
        using var api = await browser.GetAsync(new Uri(figures, "/v1/teams"), Ct);
        using var elsewhere = await browser.GetAsync("/metrics", Ct);
        using var metadata = await browser.GetAsync("/saml/metadata", Ct);

        Assert.Contains("controlplane_sign_in_count", text, StringComparison.Ordinal);
        Assert.Contains("controlplane_identity_provider_usable{", text, StringComparison.Ordinal);
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK),
            (page.StatusCode, api.StatusCode, elsewhere.StatusCode, metadata.StatusCode));
    }

    static Task<RunningServer> StartAsync(OtlpReceiver collector) => RunningServer.StartAsync(new Dictionary<string, string?>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
    });

    static void Flush(RunningServer server)
    {
        Assert.True(server.App.Services.GetRequiredService<TracerProvider>().ForceFlush(10_000));
        Assert.True(server.App.Services.GetRequiredService<MeterProvider>().ForceFlush(10_000));
    }

    static bool Tells(Span span, string operation)
        => span.Name.Contains(operation, StringComparison.Ordinal) || span.Attributes.Any(a => a.Value.StringValue.Contains(operation, StringComparison.Ordinal));

    static bool Has(IEnumerable<KeyValue> attributes, string key, string value) => attributes.Any(a => a.Key == key && a.Value.StringValue == value);
}
