using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ControlPlane.Accounts;
using ControlPlane.Audit;
using ControlPlane.Domains;
using ControlPlane.Probing;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Probing;

/// <summary>The ways into accounts are tried against the emulator, whose roles and domains are those of sign-ins.</summary>
public sealed class RouteProbeTests : IAsyncLifetime
{
    RunningServer _server = null!;
    Measurements _measured = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _measured = new(_server.App.Services.GetRequiredService<IMeterFactory>());
    }

    public async ValueTask DisposeAsync()
    {
        _measured.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_way_that_works_is_counted_and_leaves_nothing_in_AWS_or_the_log()
    {
        var before = (await EventsAsync()).Count;

        await ProbeAsync();

        var seen = _measured.Take();
        Assert.Equal(1, Works(seen, TestWorld.Domain1));
        Assert.Equal(1, Works(seen, TestWorld.Domain2));
        Assert.Single(seen, m => m.Metric is TelemetryNames.ProbeAttempts && m.Domain is TestWorld.Domain1 && m.Reason is null);
        Assert.Single(seen, m => m.Metric is TelemetryNames.ProbeDuration && m.Domain is TestWorld.Domain1);
        Assert.Single(seen, m => m.Metric is TelemetryNames.ProbeAge);
        Assert.All(seen.Where(m => m.Metric is AwsTelemetryNames.Calls), m => Assert.True(m.Operation is "AssumeRole" or "DescribeDomain", m.Operation));
        Assert.Equal(before, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task A_way_that_breaks_is_told_once_and_again_when_it_works()
    {
        var accounts = _server.App.Services.GetRequiredService<AccountCatalog>();
        var account = (await accounts.FindAsync(AccountId.Parse(TestWorld.Account1, null), Ct))!;

        await accounts.PutAsync(account with { ExternalId = "not-the-one" }, "manual", Ct);
        await ProbeAsync();
        await ProbeAsync();
        var broken = _measured.Take();
        await accounts.PutAsync(account, "manual", Ct);
        await ProbeAsync();
        await ProbeAsync();

        Assert.Equal(0, Works(broken, TestWorld.Domain1));
        Assert.Equal(1, Works(broken, TestWorld.Domain2));
        Assert.Equal(1, Works(_measured.Take(), TestWorld.Domain1));
        var told = (await EventsAsync()).Where(e => e.Action is "routes.probe").ToList();
        Assert.Equal(["failed", "done"], told.Select(e => e.Outcome));
        Assert.All(told, e => Assert.Equal(
            ("probe", $"accounts/{TestWorld.Account1}/regions/{TestWorld.Region}/domains/{TestWorld.Domain1}"), (e.Actor, e.Resource)));
        Assert.NotNull(told[0].Reason);
    }

    [Fact]
    public async Task A_domain_that_AWS_does_not_have_is_broken_until_it_is_suspended()
    {
        var domains = _server.App.Services.GetRequiredService<DomainCatalog>();
        var stray = new Domain { Name = DomainName.Parse($"accounts/{TestWorld.Account1}/regions/{TestWorld.Region}/domains/d-nowhere"), ProfileLimit = 1 };

        await domains.PutAsync(stray, "manual", Ct);
        await ProbeAsync();
        var broken = _measured.Take();
        await domains.PutAsync(stray with { State = DomainState.Suspended }, "manual", Ct);
        await ProbeAsync();

        Assert.Equal(0, Works(broken, "d-nowhere"));
        Assert.Single(broken, m => m.Metric is TelemetryNames.ProbeAttempts && m is { Domain: "d-nowhere", Reason: "DOMAIN_NOT_IN_AWS" });
        Assert.Null(Works(_measured.Take(), "d-nowhere"));
    }

    [Fact]
    public async Task It_goes_on_in_the_background_where_an_interval_is_set_and_nowhere_else()
    {
        await using var busy = await RunningServer.StartAsync(new Dictionary<string, string?> { ["Probe:Interval"] = "00:01:00" });
        using var measured = new Measurements(busy.App.Services.GetRequiredService<IMeterFactory>());

        while (measured.Take().All(m => m.Metric is not TelemetryNames.ProbeAge))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), Ct);
        }

        Assert.DoesNotContain(_measured.Take(), m => m.Metric is TelemetryNames.ProbeAge or TelemetryNames.ProbeWorks);
    }

    Task ProbeAsync() => _server.App.Services.GetRequiredService<RouteProbe>().RunAsync(Ct);

    async Task<IReadOnlyList<AuditEvent>> EventsAsync()
        => [.. (await _server.App.Services.GetRequiredService<AuditTrail>().ListAsync(newestFirst: false, null, 1000, Ct)).Select(r => r.Event)];

    static double? Works(Measured[] seen, string domain)
        => seen.SingleOrDefault(m => m.Metric is TelemetryNames.ProbeWorks && m.Domain == domain)?.Value;

    sealed record Measured(string Metric, string? Domain, string? Reason, string? Operation, double Value);

    sealed class Measurements : IDisposable
    {
        readonly MeterListener _listener = new();
        readonly ConcurrentQueue<Measured> _all = new();

        public Measurements(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
            _listener.Start();
        }

        /// <summary>What was measured since the last time, and the gauges as they are now.</summary>
        public Measured[] Take()
        {
            _listener.RecordObservableInstruments();
            var taken = _all.ToArray();
            _all.Clear();
            return taken;
        }

        public void Dispose() => _listener.Dispose();

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string? domain = null, reason = null, operation = null;
            foreach (var (label, text) in tags)
            {
                (domain, reason, operation) = label switch
                {
                    TelemetryNames.Domain => ((string?)text, reason, operation),
                    TelemetryNames.Reason => (domain, (string?)text, operation),
                    AwsTelemetryNames.Operation => (domain, reason, (string?)text),
                    _ => (domain, reason, operation),
                };
            }

            _all.Enqueue(new(instrument.Name, domain, reason, operation, value));
        }
    }
}
