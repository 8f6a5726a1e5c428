using System.Text.Json;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests;

/// <summary>The catalog a thing at a time, against the real server.</summary>
public sealed class NounTests : IAsyncLifetime
{
    RunningServer _server = null!;
    Shell _shell = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _shell = Shell.For(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _shell.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Team_is_created_changed_listed_and_deleted_by_flags()
    {
        var domain = $"accounts/{TestWorld.Account1}/regions/{TestWorld.Region}/domains/{TestWorld.Domain1}";
        await _shell.DoAsync(
            "teams", "create", "Nine", "--display-name", "The nine", "--placement", $"{domain},weight=5", "--execution-role", "Execution", "--session-length", "2h",
            "--tag", "CostCentre=4711", "--label", "env=test", "--require-mfa", "--owner", "users/user1");
        await _shell.DoAsync("teams", "update", "Nine", "--purpose", "Testing", "--label", "env=");

        var team = JsonDocument.Parse(await _shell.DoAsync("teams", "get", "Nine", "-o", "json")).RootElement;
        var listed = await _shell.DoAsync("teams", "list", "--filter", "purpose = \"Testing\"", "-o", "name");
        await _shell.DoAsync("teams", "delete", "Nine");

        Assert.Equal(("The nine", "Testing", "7200s", 5), (team.GetProperty("displayName").GetString(), team.GetProperty("purpose").GetString(),
            team.GetProperty("sessionDuration").GetString(), team.GetProperty("placements")[0].GetProperty("weight").GetInt32()));
        Assert.True(team.GetProperty("conditions").GetProperty("requireMfa").GetBoolean());
        Assert.Equal("4711", team.GetProperty("tags").GetProperty("CostCentre").GetString());
        Assert.False(team.TryGetProperty("labels", out _));
        Assert.Equal("teams/Nine\n", listed);
        Assert.Equal(3, (await _shell.RunAsync("teams", "get", "Nine")).Code);
    }

    [Fact]
    public async Task Dry_run_changes_nothing()
    {
        await _shell.DoAsync("teams", "update", "Team1", "--purpose", "Other", "--dry-run");
        var inUse = await _shell.RunAsync("teams", "delete", "Team2", "--dry-run");

        Assert.Equal(5, inUse.Code);
        Assert.Contains("Research", await _shell.DoAsync("teams", "get", "Team1", "-o", "yaml"), StringComparison.Ordinal);
        Assert.Equal("teams/Team1\nteams/Team2\n", await _shell.DoAsync("teams", "list", "-o", "name"));
    }

    [Fact]
    public async Task Wrong_request_tells_every_violation()
    {
        var ran = await _shell.RunAsync(
            "accounts", "create", "123456789012", "--region", "nowhere", "--broker-role", "x", "--vend-role", "y", "--external-id", "z");

        Assert.Equal(2, ran.Code);
        foreach (var field in new[] { "account.regions[0]", "account.broker_role", "account.vend_role", "account.external_id" })
        {
            Assert.Contains(field, ran.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Watch_shows_what_is_there_and_then_changes()
    {
        var watching = _shell.RunAsync("teams", "watch", "--limit", "3", "-o", "json");
        using var other = Shell.For(_server);
        var purpose = 0;
        while (!watching.IsCompleted)
        {
            // Until the watch has seen one.
            await other.DoAsync("teams", "update", "Team1", "--purpose", $"Purpose {++purpose}");
        }

        var lines = (await watching).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();

        Assert.Equal(3, lines.Count);
        Assert.Equal("added", lines[0].GetProperty("type").GetString());
        Assert.Equal("teams/Team1", lines[0].GetProperty("resource").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Who_i_am_and_which_server_this_is()
    {
        var me = await _shell.DoAsync("whoami", "-o", "json");
        var version = await _shell.DoAsync("version");

        Assert.Contains("\"admin\"", JsonDocument.Parse(me).RootElement.GetProperty("roles").ToString(), StringComparison.Ordinal);
        Assert.Matches($"studioctl: {StudioCtl.Version}\nserver: .+\n", version);
        Assert.Contains("dev", await _shell.DoAsync("identity-providers", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_in_the_docs_is_the_command_trees()
    {
        var root = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf($"{Path.DirectorySeparatorChar}tests{Path.DirectorySeparatorChar}", StringComparison.Ordinal)];

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(root, "docs/reference/cli.md"), Ct), await _shell.DoAsync("reference"));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(root, "docs/reference/catalog.schema.json"), Ct), await _shell.DoAsync("schema"));
    }
}
