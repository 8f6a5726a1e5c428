using Google.Rpc;
using Xunit;

namespace ControlPlane.Client.Tests;

public sealed class RetryBudgetTests : IAsyncLifetime
{
    ScriptedServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ScriptedServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Server_in_trouble_is_not_asked_four_times_as_much()
    {
        const int Calls = 40;
        Fail(4 * Calls);
        using var client = _server.Client();

        for (var i = 0; i < Calls; i++)
        {
            await Assert.ThrowsAsync<ControlPlaneException>(() => client.Teams.GetAsync("teams/Team1", Ct));
        }

        // Every call once, and the ten retries that the budget holds.
        Assert.InRange(_server.Script.Calls.Count, Calls, Calls + 10);
    }

    [Fact]
    public async Task Calls_that_succeed_earn_retries_again()
    {
        Fail(60);
        using var client = _server.Client();
        while (!_server.Script.Failures.IsEmpty)
        {
            await Assert.ThrowsAsync<ControlPlaneException>(() => client.Teams.GetAsync("teams/Team1", Ct));
        }

        for (var i = 0; i < 130; i++)
        {
            await client.Teams.GetAsync("teams/Team1", Ct);
        }

        Fail(1);
        var team = await client.Teams.GetAsync("teams/Team1", Ct);

        Assert.Equal("teams/Team1", team.Name);
    }

    [Fact]
    public async Task Refusals_that_no_retry_would_change_cost_nothing()
    {
        using var client = _server.Client();
        for (var i = 0; i < 30; i++)
        {
            _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.NotFound, "TEAM_NOT_FOUND"));
            await Assert.ThrowsAsync<ControlPlaneException>(() => client.Teams.GetAsync("teams/Team1", Ct));
        }

        Fail(1);
        var team = await client.Teams.GetAsync("teams/Team1", Ct);

        Assert.Equal("teams/Team1", team.Name);
    }

    void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Code.Unavailable, "STORE_UNAVAILABLE", TimeSpan.FromMilliseconds(1)));
        }
    }
}
