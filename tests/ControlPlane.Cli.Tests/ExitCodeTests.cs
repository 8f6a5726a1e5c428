using System.Net;
using System.Net.Sockets;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Client;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests;

/// <summary>The exit codes of the reference, one by one.</summary>
public sealed class ExitCodeTests : IAsyncLifetime
{
    RunningServer _server = null!;
    Shell _shell = null!;

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
    public async Task Zero_when_it_is_done() => Assert.Equal(0, (await _shell.RunAsync("whoami")).Code);

    [Fact]
    public async Task One_when_a_check_finds_a_difference()
        => Assert.Equal(1, (await _shell.RunAsync("diff", "-f", _shell.File("t.yaml", Team("Nine")), "--exit-code")).Code);

    [Theory]
    [InlineData("teams")]
    [InlineData("teams", "lst")]
    [InlineData("teams", "get")]
    [InlineData("teams", "list", "--output", "xml")]
    [InlineData("teams", "list", "--timeout", "soon")]
    [InlineData("apply", "-f", "no-such-file.yaml")]
    [InlineData("operations", "cancel", "x", "--dry-run")]
    [InlineData("teams", "list", "--filter", "no_such_field = 1")]
    [InlineData("entitlements", "create", "--user", "user1")]
    public async Task Two_when_the_command_line_or_the_request_is_wrong(params string[] args)
    {
        var ran = await _shell.RunAsync(args);

        Assert.Equal(2, ran.Code);
        Assert.Contains("error ", ran.Error, StringComparison.Ordinal);
        Assert.Empty(ran.Out);
    }

    [Fact]
    public async Task Three_when_it_is_not_there()
    {
        var ran = await _shell.RunAsync("teams", "get", "NoSuchTeam");

        Assert.Equal(3, ran.Code);
        Assert.Contains("error RESOURCE_NOT_FOUND: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_when_nobody_is_signed_in_or_they_may_not()
    {
        using var nobody = Shell.For(_server, user: null);
        using var user = Shell.For(_server, "user1");
        using var forger = Shell.For(_server, user: null);
        forger.Set("STUDIOCTL_TOKEN", "no.such.token");

        Assert.Equal(4, (await nobody.RunAsync("whoami")).Code);
        Assert.Equal(4, (await user.RunAsync("accounts", "list")).Code);
        Assert.Equal(4, (await forger.RunAsync("whoami")).Code);
    }

    [Fact]
    public async Task Five_when_it_exists_or_somebody_else_was_first_or_something_depends_on_it()
    {
        var exists = await _shell.RunAsync("teams", "create", "Team1", "--execution-role", "Execution", "--placement", Placement);
        var stale = await _shell.RunAsync("teams", "update", "Team1", "--purpose", "Other", "--etag", "\"0\"");
        var inUse = await _shell.RunAsync("accounts", "delete", TestWorld.Account1);

        Assert.Equal((5, 5, 5), (exists.Code, stale.Code, inUse.Code));
        Assert.Contains("RESOURCE_EXISTS", exists.Error, StringComparison.Ordinal);
        Assert.Contains("ETAG_MISMATCH", stale.Error, StringComparison.Ordinal);
        Assert.Contains("RESOURCE_IN_USE", inUse.Error, StringComparison.Ordinal);
        Assert.Contains(TestWorld.Domain1, inUse.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Six_when_the_server_cannot_be_reached_or_the_time_is_over()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";

        _shell.Set("STUDIOCTL_ADDRESS", "http://127.0.0.1:1");
        var away = await _shell.RunAsync("whoami", "--timeout", "5s");
        _shell.Set("STUDIOCTL_ADDRESS", address);
        var over = await _shell.RunAsync("whoami", "--timeout", "1s");

        Assert.Equal((6, 6), (away.Code, over.Code));
        Assert.Contains("CLIENT_CANNOT_CONNECT", away.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seven_when_some_of_it_is_done()
    {
        var ran = await _shell.RunAsync("apply", "-f", _shell.File("t.yaml", $"{Team("Nine")}\n---\n{Team("Ten").Replace("Execution", "not a role", StringComparison.Ordinal)}"));

        Assert.Equal(7, ran.Code);
        Assert.Equal(0, (await _shell.RunAsync("teams", "get", "Nine")).Code);
        Assert.Equal(3, (await _shell.RunAsync("teams", "get", "Ten")).Code);
    }

    [Fact]
    public void Every_kind_of_failure_has_a_code_of_the_table()
        => Assert.All(Enum.GetValues<ControlPlaneErrorKind>(), kind => Assert.Contains(ExitCodes.All, row => row.Code == ExitCodes.Of(kind) && row.Code != 0));

    static string Placement => $"accounts/{TestWorld.Account1}/regions/{TestWorld.Region}/domains/{TestWorld.Domain1}";

    static string Team(string name) => $$"""
        kind: Team
        metadata: { name: {{name}} }
        spec: { executionRole: Execution, placements: [{ domain: {{Placement}} }] }
        """;
}
