using System.Net;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Server.Tests.Web;

public sealed class WaitingTests : IAsyncLifetime
{
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
        => _server = await RunningServer.StartAsync(new Dictionary<string, string?> { ["SignIn:WaitBeforePage"] = "00:00:00" });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Browser_waits_on_a_page_that_tells_when_the_profile_is_ready_and_then_goes_on()
    {
        _server.Emulator.World.SettleTime = TimeSpan.FromSeconds(3);
        using var browser = _server.Browser();

        using var posted = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        var wait = posted.Location();
        var page = await browser.GetStringAsync(wait, Ct);
        var events = await browser.GetStringAsync(wait.Replace("/wait", "/events", StringComparison.Ordinal), Ct);
        using var studio = await browser.GetAsync(wait.Replace("/wait", "/go", StringComparison.Ordinal), Ct);

        Assert.Equal(HttpStatusCode.SeeOther, posted.StatusCode);
        Assert.EndsWith("/wait", wait, StringComparison.Ordinal);
        Assert.Contains("<noscript><meta http-equiv=\"refresh\"", page, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"preparing\"", events, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"ready\"", events, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, studio.StatusCode);
        Assert.Equal(_server.Emulator.Endpoint.Authority, studio.Headers.Location!.Authority);
    }

    [Fact]
    public async Task Url_is_made_only_at_the_redirect()
    {
        _server.Emulator.World.SettleTime = TimeSpan.FromSeconds(3);
        using var browser = _server.Browser();

        using var posted = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        var wait = posted.Location();
        await browser.GetStringAsync(wait.Replace("/wait", "/events", StringComparison.Ordinal), Ct);
        var before = _server.Emulator.World.Calls.Count("CreatePresignedDomainUrl");
        using var studio = await browser.GetAsync(wait.Replace("/wait", "/go", StringComparison.Ordinal), Ct);

        Assert.Equal(0, before);
        Assert.Equal(1, _server.Emulator.World.Calls.Count("CreatePresignedDomainUrl"));
    }

    [Fact]
    public async Task Waiting_page_without_script_leads_on_by_itself_once_the_profile_is_ready()
    {
        _server.Emulator.World.SettleTime = TimeSpan.FromSeconds(3);
        using var browser = _server.Browser();

        using var posted = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        var wait = posted.Location();
        await browser.GetStringAsync(wait.Replace("/wait", "/events", StringComparison.Ordinal), Ct);
        using var reloaded = await browser.GetAsync(wait, Ct);

        Assert.Equal(HttpStatusCode.SeeOther, reloaded.StatusCode);
        Assert.EndsWith("/go", reloaded.Location(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_of_a_sign_in_need_its_cookie()
    {
        _server.Emulator.World.SettleTime = TimeSpan.FromSeconds(3);
        using var browser = _server.Browser();
        using var other = _server.Browser();

        using var posted = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        using var stolen = await other.GetAsync(posted.Location().Replace("/wait", "/events", StringComparison.Ordinal), Ct);

        Assert.Equal(HttpStatusCode.NotFound, stolen.StatusCode);
    }

    [Fact]
    public async Task Hundred_parallel_first_sign_ins_of_one_user_make_one_profile()
    {
        _server.Emulator.World.SettleTime = TimeSpan.FromSeconds(1);
        using var browser = _server.Browser();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"))));

        Assert.All(answers, a => Assert.Contains(a.StatusCode, new[] { HttpStatusCode.SeeOther, HttpStatusCode.Found }));
        // The browsers may have their waiting pages before AWS was asked at all; one more waits until the profile is there.
        using var last = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        if (last.StatusCode == HttpStatusCode.SeeOther)
        {
            await browser.GetStringAsync(last.Location().Replace("/wait", "/events", StringComparison.Ordinal), Ct);
        }

        Assert.Equal(1, _server.Emulator.World.Calls.Count("CreateUserProfile"));
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }
}
