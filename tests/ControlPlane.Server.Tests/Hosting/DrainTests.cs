using System.Net;
using ControlPlane.Sandbox.Emulator.Faults;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Server.Tests.Hosting;

public sealed class DrainTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sign_in_that_runs_when_the_signal_comes_still_lands()
    {
        await using var server = await RunningServer.StartAsync();
        var settings = server.Settings(new Dictionary<string, string?> { ["Server:DrainDelay"] = "00:00:03", ["SignIn:WaitBeforePage"] = "00:00:20" });
        using var process = ServerProcess.Start(server.Folder, settings.Select(s => $"--{s.Key}={s.Value}"));
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        using var browser = server.Browser();
        await UntilReadyAsync(browser);
        server.Emulator.World.Faults.Add(new(FaultKind.Delay) { Operation = "CreatePresignedDomainUrl", Delay = TimeSpan.FromSeconds(4) });

        var signIn = RunningServer.PostAsync(browser, server.Idp.CreateResponse("user1", "Team1"));
        await UntilAsync(() => Task.FromResult(server.Emulator.World.Calls.Count("CreateUserProfile") > 0));
        await process.TerminateAsync(Ct);
        await UntilAsync(async () => await StatusAsync(browser) is HttpStatusCode.ServiceUnavailable);
        using var answer = await signIn;
        await process.WaitForExitAsync(Ct);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("Draining", await output, StringComparison.Ordinal);
    }

    static Task UntilReadyAsync(HttpClient browser) => UntilAsync(async () =>
    {
        try
        {
            return await StatusAsync(browser) is HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    });

    static async Task<HttpStatusCode> StatusAsync(HttpClient browser)
    {
        using var ready = await browser.GetAsync("/healthz/ready", Ct);
        return ready.StatusCode;
    }

    static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
