using System.Text.Json;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests;

/// <summary>Following and trying sign-ins on the command line, against the real server.</summary>
public sealed class SignInTests : IAsyncLifetime
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
    public async Task Sign_in_is_followed_to_its_session_in_AWS()
    {
        using var user = Shell.For(_server, "user1");
        var launch = JsonDocument.Parse(await user.DoAsync("launch", "Team1", "--print-url", "-o", "json")).RootElement;
        var reference = launch.GetProperty("signIn").GetString()!;

        var table = await _shell.DoAsync("signins", "trace", reference);
        var trace = JsonDocument.Parse(await _shell.DoAsync("signins", "trace", reference, "-o", "json")).RootElement;
        var unknown = await _shell.RunAsync("signins", "trace", "0000-0000-0000");

        Assert.Contains("user1", table, StringComparison.Ordinal);
        Assert.Contains("CreatePresignedDomainUrl", trace.ToString(), StringComparison.Ordinal);
        Assert.Contains("user1", trace.GetProperty("links").ToString(), StringComparison.Ordinal);
        Assert.Equal(3, unknown.Code);
        // The URL is a secret of the user's browser: who follows a sign-in never sees it.
        Assert.DoesNotContain("token=", table + trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_is_tried_without_using_it_up_and_the_failing_rule_is_named()
    {
        var file = _shell.File("response.txt", _server.Idp.CreateResponse("user1", "Team1"));

        var allowed = await _shell.DoAsync("signins", "test", file, "--exit-code");
        var again = await _shell.DoAsync("signins", "test", file, "--exit-code");
        var late = await _shell.RunAsync("signins", "test", file, "--exit-code", "--at", DateTimeOffset.UtcNow.AddDays(1).ToString("O"));
        var refused = await _shell.RunAsync(
            "signins", "test", _shell.File("other.txt", _server.Idp.CreateResponse("user2", "Team1")), "--exit-code", "-o", "json");

        Assert.StartsWith("allowed", allowed, StringComparison.Ordinal);
        Assert.StartsWith("allowed", again, StringComparison.Ordinal);
        Assert.Equal(4, late.Code);
        Assert.StartsWith("refused  SAML_EXPIRED", late.Out, StringComparison.Ordinal);
        Assert.Equal(4, refused.Code);
        Assert.Equal("ENTITLEMENT_NOT_FOUND", JsonDocument.Parse(refused.Out).RootElement.GetProperty("reason").GetString());
        Assert.Equal(0, _server.Emulator.World.Calls.Count("CreatePresignedDomainUrl"));
    }

    [Fact]
    public async Task Response_from_the_standard_input_is_tried_too()
    {
        _shell.Input = _server.Idp.CreateResponse("user1", "Team1");

        Assert.StartsWith("allowed", await _shell.DoAsync("signins", "test", "-"), StringComparison.Ordinal);
    }
}
