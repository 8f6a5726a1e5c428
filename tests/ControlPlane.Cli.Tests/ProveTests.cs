using System.Text.Json;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests;

/// <summary>The proof over the demo's catalog and over a server's.</summary>
public sealed class ProveTests : IDisposable
{
    readonly Shell _shell = new();
    readonly string _catalog;

    public ProveTests()
    {
        using var demo = typeof(SeedPolicies).Assembly.GetManifestResourceStream("demo/catalog.yaml")!;
        using var reader = new StreamReader(demo);
        _catalog = _shell.File("catalog.yaml", reader.ReadToEnd());
    }

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("--as-shipped")]
    [InlineData("--compare")]
    [InlineData("--compare", "--together")]
    [InlineData("--teams", "exhaustive")]
    public async Task Demo_organization_is_isolated(params string[] options)
    {
        var ran = await _shell.RunAsync(["guardrails", "prove", "-f", _catalog, .. options]);

        Assert.True(ran.Code == ExitCodes.Ok, ran.Out + ran.Error);
        Assert.EndsWith("It holds.\n", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Printed_policies_do_not_hold_and_end_with_code_one()
    {
        var ran = await _shell.RunAsync("guardrails", "prove", "-f", _catalog, "--as-printed");

        Assert.Equal(ExitCodes.Failure, ran.Code);
        Assert.Contains("WRONG retag: user1 · Team2 → user2 · Team2: sagemaker:AddTags", ran.Out, StringComparison.Ordinal);
        Assert.EndsWith("It does not hold.\n", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_is_written_as_a_page_and_as_json()
    {
        var (html, json) = (Path.Combine(_shell.Home, "proof.html"), Path.Combine(_shell.Home, "proof.json"));

        var ran = await _shell.RunAsync("guardrails", "prove", "-f", _catalog, "--compare", "--html", html, "--json", json, "-o", "json");

        Assert.Equal(ExitCodes.Ok, ran.Code);
        Assert.Contains("<svg", await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken), ran.Out);
        Assert.Equal(7, JsonElement.Parse(ran.Out).GetProperty("seats").GetInt32());
    }

    [Theory]
    [InlineData("CLI_USAGE", "--as-printed", "--compare")]
    [InlineData("CLI_USAGE", "--html", "/nowhere/at/all.html")]
    [InlineData("PARAMETER_INVALID", "--param", "team-tag=")]
    public async Task Command_that_cannot_be_carried_out_is_refused(string reason, params string[] options)
    {
        var ran = await _shell.RunAsync(["guardrails", "prove", "-f", _catalog, .. options]);

        Assert.Equal(ExitCodes.Usage, ran.Code);
        Assert.Contains(reason, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalog_without_a_domain_that_a_team_names_is_refused()
    {
        var file = _shell.File("team.yaml", "kind: Team\nmetadata:\n  name: T\nspec:\n  executionRole: r\n  placements:\n    - domain: accounts/111122223333/regions/eu-central-1/domains/d-x\n");

        var ran = await _shell.RunAsync("guardrails", "prove", "-f", file);

        Assert.Equal(ExitCodes.Usage, ran.Code);
        Assert.Contains("d-x", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_of_an_account_come_from_the_catalog()
    {
        var ran = await _shell.RunAsync("guardrails", "roles", "-f", _catalog, "--param", "account=777788889999", "-o", "json");
        var none = await _shell.RunAsync("guardrails", "roles", "-f", _catalog, "--param", "account=999999999999");

        var resources = JsonElement.Parse(ran.Out).GetProperty("Resources");
        Assert.Equal("SageMakerStudioExecutionRoleTeam3", resources.GetProperty("TeamTeam3Role").GetProperty("Properties").GetProperty("RoleName").GetString());
        Assert.Equal((ExitCodes.Ok, ExitCodes.Usage), (ran.Code, none.Code));
    }

    [Fact]
    public async Task Catalog_of_a_server_is_proven_when_no_file_is_given()
    {
        await using var server = await RunningServer.StartAsync();
        using var shell = Shell.For(server);

        var ran = await shell.RunAsync("guardrails", "prove", "--compare");

        Assert.True(ran.Code == ExitCodes.Ok, ran.Out + ran.Error);
        Assert.Contains("It holds.", ran.Out, StringComparison.Ordinal);
    }
}
