using System.Net;
using ControlPlane.Server.Tests.Running;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ControlPlane.Server.Tests.Hosting;

public sealed class ReadModelTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_that_lost_the_feed_says_so_serves_on_and_finds_back()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = server.Browser();
        await UntilReadySaysAsync(browser, "Healthy");

        // The feed no longer reaches back to any revision that there is.
        Execute(server, "UPDATE state SET feed_floor = feed_floor + 1000000");
        await UntilReadySaysAsync(browser, "Degraded: read model");
        using var launched = await RunningServer.PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"));
        Execute(server, "UPDATE state SET feed_floor = feed_floor - 1000000");
        await UntilReadySaysAsync(browser, "Healthy");

        Assert.Equal(HttpStatusCode.Found, launched.StatusCode);
    }

    static void Execute(RunningServer server, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={server.App.Configuration["Storage:Sqlite:Path"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    static async Task UntilReadySaysAsync(HttpClient browser, string words)
    {
        while (true)
        {
            using var ready = await browser.GetAsync("/healthz/ready", Ct);
            var text = await ready.Content.ReadAsStringAsync(Ct);
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            if (text.StartsWith(words, StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(20, Ct);
        }
    }
}
