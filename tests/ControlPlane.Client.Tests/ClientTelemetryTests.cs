using System.Diagnostics;
using Google.Rpc;
using Xunit;

namespace ControlPlane.Client.Tests;

public sealed class ClientTelemetryTests : IAsyncLifetime
{
    ScriptedServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ScriptedServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Call_is_one_span_with_an_event_for_each_retry_and_the_server_gets_its_context()
    {
        var spans = new List<Activity>();
        // Other tests call at the same time: only what belongs to this one's trace counts.
        using var here = new Activity("test").Start();
        using var listener = Listen(spans, here.TraceId);
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.Unavailable, "STORE_UNAVAILABLE", TimeSpan.FromMilliseconds(10)));
        using var client = _server.Client();

        await client.Teams.GetAsync("teams/Team1", Ct);

        var span = Assert.Single(spans);
        Assert.Equal((ActivityKind.Client, "controlplane.v1.TeamService/GetTeam"), (span.Kind, span.OperationName));
        Assert.Equal("STORE_UNAVAILABLE", Assert.Single(span.Events).Tags.Single(t => t.Key == "error.type").Value);
        Assert.All(_server.Script.Parents, p => Assert.Contains(here.TraceId.ToHexString(), p, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_that_fails_names_its_reason()
    {
        var spans = new List<Activity>();
        using var here = new Activity("test").Start();
        using var listener = Listen(spans, here.TraceId);
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.NotFound, "TEAM_NOT_FOUND"));
        using var client = _server.Client();

        await Assert.ThrowsAsync<ControlPlaneException>(() => client.Teams.GetAsync("teams/Team1", Ct));

        var span = Assert.Single(spans);
        Assert.Equal((ActivityStatusCode.Error, "TEAM_NOT_FOUND"), (span.Status, span.GetTagItem("error.type")));
    }

    static ActivityListener Listen(List<Activity> spans, ActivityTraceId trace)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ClientTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.TraceId == trace)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
