using System.Text.RegularExpressions;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests;

public sealed class ApplyTests : IAsyncLifetime
{
    const string Files = """
        kind: Account
        metadata:
          name: "777788889999"
        spec:
          alias: forecasting
          regions: [eu-central-1]
          brokerRole: arn:aws:iam::777788889999:role/Broker
          vendRole: arn:aws:iam::777788889999:role/Vend
          externalId: studio-forecasting
        ---
        kind: Domain
        metadata:
          name: accounts/777788889999/regions/eu-central-1/domains/d-forecast
        spec:
          profileLimit: 50
        ---
        kind: Team
        metadata:
          name: Forecast
        spec:
          displayName: Forecasts
          placements:
            - domain: accounts/777788889999/regions/eu-central-1/domains/d-forecast
          executionRole: Forecast
          sessionLength: 8h
          userSettings: { SecurityGroups: [sg-1] }
        ---
        kind: Group
        metadata:
          name: forecasters
        spec:
          displayName: Forecasters
        ---
        kind: User
        metadata:
          name: anna
        spec:
          displayName: Anna
          groups: [forecasters]
        ---
        kind: Entitlement
        spec:
          user: anna
          team: Forecast
          notAfter: 2099-01-01T00:00:00Z
          ticket: OPS-1
        ---
        kind: Entitlement
        spec:
          group: forecasters
          team: Forecast
        """;

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
    public async Task Applying_makes_everything_and_applying_again_changes_nothing()
    {
        var file = _shell.File("catalog.yaml", Files);

        var first = await _shell.DoAsync("apply", "-f", file, "--set", "forecast");
        var second = await _shell.DoAsync("apply", "-f", file, "--set", "forecast");

        Assert.EndsWith("Plan: 7 to create, 0 to change, 0 to delete, 0 unchanged.\n", first, StringComparison.Ordinal);
        Assert.Equal("Plan: 0 to create, 0 to change, 0 to delete, 7 unchanged.\n", second);
        Assert.Contains("anna", await _shell.DoAsync("entitlements", "list", "--team", "Forecast"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dry_run_is_checked_by_the_server_and_changes_nothing()
    {
        var file = _shell.File("catalog.yaml", Files);
        await _shell.DoAsync("apply", "-f", file, "--dry-run");
        Assert.Equal(3, (await _shell.RunAsync("teams", "get", "Forecast")).Code);
        var wrong = _shell.File("wrong.yaml", Files.Replace("executionRole: Forecast", "executionRole: arn:aws:iam::000000000000:role/Forecast", StringComparison.Ordinal));
        await _shell.DoAsync("apply", "-f", file);

        var ran = await _shell.RunAsync("apply", "-f", wrong, "--dry-run");

        Assert.Equal(2, ran.Code);
        Assert.Contains("REQUEST_INVALID", ran.Error, StringComparison.Ordinal);
        Assert.Contains("execution_role", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_shows_the_fields_that_differ_and_only_they_are_changed()
    {
        await _shell.DoAsync("apply", "-f", _shell.File("catalog.yaml", Files));
        await _shell.DoAsync("teams", "update", "Forecast", "--label", "by-hand=yes");
        var changed = _shell.File("catalog.yaml", Files.Replace("sessionLength: 8h", "sessionLength: 4h", StringComparison.Ordinal));

        var diff = await _shell.RunAsync("diff", "-f", changed, "--exit-code");
        var applied = await _shell.DoAsync("apply", "-f", changed);

        Assert.Equal(1, diff.Code);
        Assert.Equal("~ change  teams/Forecast\n    sessionLength: 8h -> 4h\nPlan: 0 to create, 1 to change, 0 to delete, 6 unchanged.\n", diff.Out);
        Assert.Equal(diff.Out, applied);
        Assert.Contains("by-hand: \"yes\"", await _shell.DoAsync("teams", "get", "Forecast", "-o", "yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_is_a_fixed_point_of_apply()
    {
        await _shell.DoAsync("apply", "-f", _shell.File("catalog.yaml", Files), "--set", "forecast");

        var exported = await _shell.DoAsync("export");
        var plan = await _shell.DoAsync("apply", "-f", _shell.File("exported.yaml", exported));
        var folder = Path.Combine(_shell.Home, "export/");
        await _shell.DoAsync("export", "-f", folder);
        var planOfFolder = await _shell.DoAsync("apply", "-f", folder);

        Assert.Matches(@"^Plan: 0 to create, 0 to change, 0 to delete, \d+ unchanged\.\n$", plan);
        Assert.Equal(plan, planOfFolder);
        Assert.Equal(exported, await _shell.DoAsync("export"));
    }

    [Fact]
    public async Task Pruning_deletes_only_what_carries_the_sets_label()
    {
        await _shell.DoAsync("apply", "-f", _shell.File("catalog.yaml", Files), "--set", "forecast");
        await _shell.DoAsync("groups", "create", "by-hand");
        await _shell.DoAsync("apply", "-f", _shell.File("other.yaml", "kind: Group\nmetadata: { name: others }\n"), "--set", "other");
        var less = _shell.File("less.yaml", Files[..Files.IndexOf("---\nkind: Team", StringComparison.Ordinal)]);

        var without = await _shell.DoAsync("apply", "-f", less, "--set", "forecast");
        var with = await _shell.DoAsync("apply", "-f", less, "--set", "forecast", "--prune");

        Assert.Contains("0 to delete", without, StringComparison.Ordinal);
        Assert.Equal(
            ["teams/Forecast/entitlements/group-forecasters", "teams/Forecast/entitlements/user-anna", "teams/Forecast", "users/anna", "groups/forecasters"],
            Regex.Matches(with, @"(?m)^- delete  (.+)$").Select(m => m.Groups[1].Value));
        Assert.Equal(["by-hand", "others"], (await _shell.DoAsync("groups", "list", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(n => n["groups/".Length..]));
        Assert.Contains("user1", await _shell.DoAsync("users", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pruning_asks_on_a_terminal_and_needs_a_set()
    {
        await _shell.DoAsync("apply", "-f", _shell.File("catalog.yaml", "kind: Group\nmetadata: { name: a }\n---\nkind: Group\nmetadata: { name: b }\n"), "--set", "s");
        var less = _shell.File("less.yaml", "kind: Group\nmetadata: { name: a }\n");
        (_shell.OnTerminal, _shell.Input) = (true, "n\n");

        var no = await _shell.RunAsync("apply", "-f", less, "--set", "s", "--prune", "--no-color");
        _shell.Input = "y\n";
        var yes = await _shell.RunAsync("apply", "-f", less, "--set", "s", "--prune", "--no-color");
        var usage = await _shell.RunAsync("apply", "-f", less, "--prune");

        Assert.Equal((1, 0, 2), (no.Code, yes.Code, usage.Code));
        Assert.Contains("CLI_NOT_CONFIRMED", no.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await _shell.RunAsync("groups", "get", "b")).Code);
    }

    [Fact]
    public async Task What_another_set_manages_is_not_taken()
    {
        var file = _shell.File("catalog.yaml", "kind: Group\nmetadata: { name: a }\n");
        await _shell.DoAsync("apply", "-f", file, "--set", "one");

        var refused = await _shell.RunAsync("apply", "-f", file, "--set", "two");
        await _shell.DoAsync("apply", "-f", file, "--set", "two", "--take-over");

        Assert.Equal(5, refused.Code);
        Assert.Contains("CLI_MANAGED_ELSEWHERE", refused.Error, StringComparison.Ordinal);
        Assert.Contains("studioctl/two", await _shell.DoAsync("groups", "get", "a", "-o", "json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_that_was_cut_off_is_run_again_and_ends_where_it_should()
    {
        var many = string.Join("---\n", Enumerable.Range(0, 300).Select(i => $"kind: Group\nmetadata: {{ name: g{i:D3} }}\nspec: {{ displayName: Group {i} }}\n"));
        var file = _shell.File("many.yaml", many);
        using var cut = new CancellationTokenSource();
        var running = _shell.RunAsync(cut.Token, "apply", "-f", file, "--set", "many", "--parallel", "1");
        while ((await _shell.DoAsync("groups", "list", "-o", "name")).Length == 0)
        {
            // Until some of it is there.
        }

        await cut.CancelAsync();
        var first = await running;
        var left = Regex.Match(await _shell.DoAsync("diff", "-f", file, "--set", "many"), @"Plan: (\d+) to create");
        await _shell.DoAsync("apply", "-f", file, "--set", "many");

        Assert.Equal(1, first.Code);
        Assert.InRange(int.Parse(left.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 1, 299);
        Assert.Equal("Plan: 0 to create, 0 to change, 0 to delete, 300 unchanged.\n", await _shell.DoAsync("diff", "-f", file, "--set", "many"));
    }

    [Fact]
    public async Task One_that_fails_leaves_the_others_done_and_ends_with_partial()
    {
        var file = _shell.File("catalog.yaml", Files.Replace("executionRole: Forecast", "executionRole: \"not a role\"", StringComparison.Ordinal));

        var ran = await _shell.RunAsync("apply", "-f", file);

        Assert.Equal(7, ran.Code);
        Assert.Contains("team.execution_role", ran.Error, StringComparison.Ordinal);
        Assert.Contains("2 not tried", ran.Error, StringComparison.Ordinal);
        await _shell.DoAsync("users", "get", "anna");
    }

    [Fact]
    public async Task Files_can_be_got_and_deleted()
    {
        var file = _shell.File("catalog.yaml", Files);
        var missing = await _shell.RunAsync("get", "-f", file);
        await _shell.DoAsync("apply", "-f", file);

        var names = await _shell.DoAsync("get", "-f", file, "-o", "name");
        await _shell.DoAsync("delete", "-f", file);

        Assert.Equal(3, missing.Code);
        Assert.Equal(7, names.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(3, (await _shell.RunAsync("accounts", "get", "777788889999")).Code);
    }
}
