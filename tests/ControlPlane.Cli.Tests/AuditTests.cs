using System.Text.Json;
using System.Text.Json.Nodes;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests;

/// <summary>The audit log on the command line, against the real server.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    RunningServer _server = null!;
    Shell _shell = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _shell = Shell.For(_server);
        await _shell.DoAsync("teams", "update", "Team1", "--purpose", "First");
        await _shell.DoAsync("teams", "update", "Team1", "--purpose", "Second");
    }

    public async ValueTask DisposeAsync()
    {
        _shell.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Change_is_listed_with_what_was_before_and_after()
    {
        var events = JsonDocument.Parse(await _shell.DoAsync("audit", "list", "--filter", "action = \"teams.update\"", "--limit", "1", "-o", "json")).RootElement;

        var last = Assert.Single(events.EnumerateArray());
        Assert.Contains("First", last.GetProperty("before").GetString(), StringComparison.Ordinal);
        Assert.Contains("Second", last.GetProperty("after").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("admin", last.GetProperty("actor").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_shows_the_newest_and_then_each_new_one()
    {
        var tail = _shell.RunAsync("audit", "tail", "--lines", "1", "--limit", "2", "--filter", "action = \"teams.update\"", "-o", "json");
        using var other = Shell.For(_server);
        while (!tail.IsCompleted)
        {
            // Until the tail has seen it.
            await other.DoAsync("teams", "update", "Team1", "--purpose", $"At {Guid.CreateVersion7()}");
        }

        var lines = (await tail).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, lines.Length);
        Assert.All(lines, l => Assert.Equal("teams.update", JsonNode.Parse(l)!["resource"]!["action"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("jsonl", "{")]
    [InlineData("csv", "")]
    public async Task Export_writes_every_event_to_a_file_or_the_standard_output(string format, string begin)
    {
        var file = Path.Combine(_shell.Home, "export");

        await _shell.DoAsync("audit", "export", "--format", format, "-f", file);
        var direct = await _shell.DoAsync("audit", "export", "--format", format, "--filter", "action = \"teams.update\"");

        var lines = await File.ReadAllLinesAsync(file, Ct);
        Assert.All(lines, l => Assert.StartsWith(begin, l, StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("teams.update", StringComparison.Ordinal));
        Assert.Contains("Second", direct, StringComparison.Ordinal);
        Assert.False(File.Exists($"{file}.part"));
    }

    [Fact]
    public async Task Chain_is_verified_and_an_anchor_that_lies_not_on_it_is_found()
    {
        var anchor = Path.Combine(_shell.Home, "anchor.json");
        await _shell.DoAsync("audit", "verify", "--write-anchor", anchor);
        await _shell.DoAsync("teams", "update", "Team1", "--purpose", "Third");

        var good = await _shell.DoAsync("audit", "verify", "--anchor", anchor);
        var head = JsonNode.Parse(await File.ReadAllTextAsync(anchor, Ct))!;
        head["hash"] = new string('0', 64);
        var bad = await _shell.RunAsync("audit", "verify", "--anchor", _shell.File("other.json", head.ToJsonString()));

        Assert.StartsWith("intact: ", good, StringComparison.Ordinal);
        Assert.Equal(1, bad.Code);
        Assert.StartsWith("broken at record ", bad.Out, StringComparison.Ordinal);
    }
}
