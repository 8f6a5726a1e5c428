using System.Diagnostics;
using System.Text.Json;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests;

public sealed class OutputTests : IAsyncLifetime
{
    RunningServer _server = null!;
    Shell _shell = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _shell = Shell.For(_server, "user1");
    }

    public async ValueTask DisposeAsync()
    {
        _shell.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    [InlineData("yaml")]
    [InlineData("name")]
    public async Task Nothing_that_is_redirected_has_an_escape_code(string format)
    {
        var good = await _shell.RunAsync("targets", "-o", format);
        var bad = await _shell.RunAsync("launch", "Team3", "--print-url", "-o", format);

        Assert.DoesNotContain('\x1b', good.Out + good.Error + bad.Out + bad.Error);
        Assert.NotEmpty(good.Out);
        Assert.NotEmpty(bad.Error);
    }

    [Fact]
    public async Task Terminal_gets_colours_unless_it_asks_for_none()
    {
        _shell.OnTerminal = true;
        var coloured = await _shell.RunAsync("explain", "me", "Team1");
        var byOption = await _shell.RunAsync("explain", "me", "Team1", "--no-color");
        _shell.Set("NO_COLOR", "1");
        var byVariable = await _shell.RunAsync("explain", "me", "Team1");

        Assert.Contains('\x1b', coloured.Out);
        Assert.DoesNotContain('\x1b', byOption.Out);
        Assert.DoesNotContain('\x1b', byVariable.Out);
    }

    [Fact]
    public async Task Json_is_the_contracts_own_and_errors_are_json_as_well()
    {
        var good = JsonDocument.Parse(await _shell.DoAsync("targets", "-o", "json"));
        var bad = await _shell.RunAsync("launch", "Team3", "--print-url", "-o", "json");

        Assert.Equal("users/user1/teams/Team1", good.RootElement[0].GetProperty("name").GetString());
        Assert.Equal("ENTITLEMENT_NOT_FOUND", JsonDocument.Parse(bad.Error).RootElement.GetProperty("error").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Refusal_tells_code_sentence_next_step_and_reference()
    {
        var ran = await _shell.RunAsync("launch", "Team3", "--print-url");

        Assert.Equal(4, ran.Code);
        Assert.Contains("error ENTITLEMENT_NOT_FOUND: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("  next: ", ran.Error, StringComparison.Ordinal);
        Assert.Matches("  reference: [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", ran.Error);
    }

    [Fact]
    public async Task Launch_prints_the_url_or_opens_it_and_its_reference_leads_to_the_record()
    {
        var printed = await _shell.RunAsync("launch", "Team1", "--print-url");
        await _shell.DoAsync("launch", "Team1", "--open");
        var neither = await _shell.RunAsync("launch", "Team1");

        Assert.StartsWith(_server.Emulator.Endpoint.AbsoluteUri, printed.Out, StringComparison.Ordinal);
        Assert.StartsWith(_server.Emulator.Endpoint.AbsoluteUri, Assert.Single(_shell.Opened).AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(2, neither.Code);
        var reference = printed.Error.Split(' ', '\n')[1];
        Assert.Contains("launched", await _shell.DoAsync("signins", "show", reference), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dry_run_of_a_launch_makes_no_url()
    {
        var ran = await _shell.RunAsync("launch", "Team1", "--dry-run");

        Assert.Equal(0, ran.Code);
        Assert.DoesNotContain("http", ran.Out, StringComparison.Ordinal);
        Assert.Contains("d-team1domain", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "bash", "-n")]
    [InlineData("zsh", "zsh", "-n")]
    [InlineData("fish", "fish", "-n")]
    public async Task Completion_script_is_accepted_by_its_shell(string shell, string program, string check)
    {
        var script = await _shell.DoAsync("completion", shell);

        Assert.Contains("[suggest:", script, StringComparison.Ordinal);
        if (shell is "bash" || File.Exists($"/usr/bin/{program}"))
        {
            using var process = Process.Start(new ProcessStartInfo(program, [check, _shell.File("script", script)]) { RedirectStandardError = true })!;
            await process.WaitForExitAsync(Ct);
            Assert.Equal(0, process.ExitCode);
        }
    }

    [Fact]
    public async Task Bash_completes_verbs_of_a_noun()
    {
        // A real bash with a real studioctl in a process of its own.
        var script = _shell.File("complete.sh", $$"""
            studioctl() { dotnet {{Program()}} "$@"; }
            {{await _shell.DoAsync("completion", "bash")}}
            COMP_LINE="studioctl entitlements re" COMP_POINT=25 COMP_WORDS=(studioctl entitlements re) COMP_CWORD=2
            _studioctl
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        using var bash = Process.Start(new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true })!;

        var completed = await bash.StandardOutput.ReadToEndAsync(Ct);

        Assert.Equal("revoke\n", completed);
    }

    [Fact]
    public async Task Real_process_has_no_escape_codes_in_a_pipe_and_ends_with_its_code()
    {
        var start = new ProcessStartInfo("dotnet", [Program(), "explain", "me", "Team1"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["STUDIOCTL_ADDRESS"] = _server.Grpc.AbsoluteUri;
        start.Environment["STUDIOCTL_TOKEN"] = _server.Idp.CreateAccessToken("user1");
        using var good = Process.Start(start)!;
        var text = await good.StandardOutput.ReadToEndAsync(Ct);
        await good.WaitForExitAsync(Ct);
        start.Environment.Remove("STUDIOCTL_TOKEN");
        start.Environment["XDG_CONFIG_HOME"] = _shell.Home;
        using var bad = Process.Start(start)!;
        await bad.WaitForExitAsync(Ct);

        Assert.Equal(0, good.ExitCode);
        Assert.StartsWith("allowed", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', text);
        Assert.Equal(4, bad.ExitCode);
    }

    // As it was built for itself: beside the tests it would miss what ASP.NET's framework brings there.
    static string Program() => Path.Combine(
        AppContext.BaseDirectory.Replace($"tests{Path.DirectorySeparatorChar}ControlPlane.Cli.Tests", $"src{Path.DirectorySeparatorChar}ControlPlane.Cli", StringComparison.Ordinal), "studioctl.dll");
}
