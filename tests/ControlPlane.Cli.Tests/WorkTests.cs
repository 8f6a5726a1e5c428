using System.Text.Json;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Sandbox.Emulator.Faults;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests;

/// <summary>Long work on the command line, against the real server and the emulated AWS.</summary>
public sealed class WorkTests : IAsyncLifetime
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
    public async Task Account_is_verified_and_each_finding_is_shown()
    {
        var ran = await _shell.RunAsync("accounts", "verify", TestWorld.Account1, "--wait");

        Assert.Equal(0, ran.Code);
        Assert.Contains("passed", ran.Out, StringComparison.Ordinal);
        Assert.Contains("is ready for launches", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_that_cannot_be_entered_ends_with_partial_and_says_what_to_fix()
    {
        await _shell.DoAsync("accounts", "update", TestWorld.Account1, "--external-id", "another-external-id");

        var ran = await _shell.RunAsync("accounts", "verify", TestWorld.Account1, "--wait", "-o", "json");

        Assert.Equal(7, ran.Code);
        Assert.False(JsonDocument.Parse(ran.Out).RootElement.TryGetProperty("passed", out _));
        Assert.Contains("VERDICT_FAILED", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revocation_that_is_waited_for_ends_well_only_when_nobody_is_in_studio_any_more()
    {
        await LaunchAsync();
        using var hand = await StudioHand.InAsync(_server.Emulator);
        await hand.StartAppAsync("user1-Team1");

        var revoked = await _shell.RunAsync("entitlements", "revoke", "--team", "Team1", "--user", "user1", "--wait");
        var shown = await _shell.DoAsync("entitlements", "accesses", "--team", "Team1", "--user", "user1");

        Assert.Equal(0, revoked.Code);
        Assert.Contains("AWS confirmed the end of 1 of 1 accesses.", revoked.Error, StringComparison.Ordinal);
        Assert.Contains("access-ended", await hand.TagsAsync("user1-Team1"));
        Assert.Contains("ended", shown, StringComparison.Ordinal);
        Assert.Contains("ENTITLEMENT_REVOKED", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revocation_that_leaves_the_team_by_a_group_is_partial()
    {
        await _server.PutUserAsync("user1", "people");
        await _shell.DoAsync("entitlements", "create", "--team", "Team1", "--group", "people");
        await LaunchAsync();

        var revoked = await _shell.RunAsync("entitlements", "revoke", "--team", "Team1", "--user", "user1", "--wait");

        Assert.Equal(7, revoked.Code);
        Assert.Contains("users/user1 keeps the team by another entitlement.", revoked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revocation_whose_end_aws_does_not_let_happen_is_never_said_to_be_over()
    {
        await LaunchAsync();
        _server.Emulator.World.Faults.Add(new(FaultKind.ServerError) { Operation = "AddTags" });

        var revoked = await _shell.RunAsync("entitlements", "revoke", "--team", "Team1", "--user", "user1", "--wait", "--timeout", "3s");

        Assert.Equal(6, revoked.Code);
        Assert.DoesNotContain("AWS confirmed", revoked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_is_not_waited_for_is_found_again_by_its_name()
    {
        var begun = (await _shell.DoAsync("accounts", "verify", TestWorld.Account1, "-o", "name")).Trim();

        await _shell.DoAsync("operations", "wait", begun);
        var done = JsonDocument.Parse(await _shell.DoAsync("operations", "get", begun, "-o", "json")).RootElement;

        Assert.StartsWith("operations/", begun, StringComparison.Ordinal);
        Assert.True(done.GetProperty("done").GetBoolean());
        Assert.Contains(begun, await _shell.DoAsync("operations", "list", "-o", "name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_is_cancelled_ends_and_says_so()
    {
        // Long enough to be asked to stop.
        _server.Emulator.World.Faults.Add(new(FaultKind.Delay) { Service = "sagemaker", Delay = TimeSpan.FromSeconds(3) });
        var begun = (await _shell.DoAsync("accounts", "verify", TestWorld.Account1, "-o", "name")).Trim();

        var asked = await _shell.RunAsync("operations", "cancel", begun);
        var waited = await _shell.RunAsync("operations", "wait", begun);
        var unknown = await _shell.RunAsync("operations", "cancel", $"operations/{Guid.CreateVersion7()}");

        Assert.Equal(0, asked.Code);
        Assert.Contains("was asked to stop", asked.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, waited.Code);
        Assert.Contains("CANCELLED", waited.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, unknown.Code);
    }

    [Fact]
    public async Task Domains_that_are_not_registered_are_imported()
    {
        var known = await _shell.DoAsync("domains", "import", TestWorld.Account1, "--profile-limit", "7", "--wait");
        var capacity = await _shell.DoAsync("accounts", "capacity", TestWorld.Account1);

        Assert.Contains(TestWorld.Domain1, known, StringComparison.Ordinal);
        Assert.Contains("known", known, StringComparison.Ordinal);
        Assert.Contains("0/50", capacity, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_of_a_launch_is_listed_repaired_and_retired()
    {
        using var user = Shell.For(_server, "user1");
        await user.DoAsync("launch", "Team1", "--print-url");
        var name = (await _shell.DoAsync("profiles", "list", "-o", "name")).Split('\n')[0];

        await _shell.DoAsync("profiles", "repair", name, "--wait");
        var inUse = await _shell.RunAsync("profiles", "retire", name, "--wait");
        var retired = await _shell.DoAsync("profiles", "retire", name, "--force", "--retention", "0", "--wait");

        Assert.Equal(5, inUse.Code);
        Assert.Contains("PROFILE_IN_USE", inUse.Error, StringComparison.Ordinal);
        Assert.Contains("removed", retired, StringComparison.Ordinal);
        Assert.Empty(await _shell.DoAsync("assignments", "list", "--user", "user1", "-o", "name"));
    }

    [Fact]
    public async Task Doctor_finds_nothing_where_all_is_well_and_says_partial_where_not()
    {
        var well = await _shell.RunAsync("doctor");
        await _shell.DoAsync("accounts", "update", TestWorld.Account2, "--external-id", "another-external-id");

        var ill = await _shell.RunAsync("doctor", "-o", "json");

        Assert.True(well.Code == 0, well.Out);
        Assert.Equal(7, ill.Code);
        var failed = JsonDocument.Parse(ill.Out).RootElement.EnumerateArray().Where(c => c.GetProperty("verdict").GetString() == "fail").ToList();
        Assert.NotEmpty(failed);
        Assert.All(failed, c => Assert.StartsWith($"account {TestWorld.Account2}", c.GetProperty("check").GetString(), StringComparison.Ordinal));
    }

    async Task LaunchAsync()
    {
        using var channel = _server.Channel();
        await new V1.AccessService.AccessServiceClient(channel).CreateLaunchAsync(
            new() { Parent = "users/me/teams/Team1" }, _server.As("user1"), cancellationToken: TestContext.Current.CancellationToken);
    }
}
