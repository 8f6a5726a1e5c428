using System.Net;
using ControlPlane.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace ControlPlane.Server.Tests.Web;

/// <summary>When a browser session ends by itself.</summary>
public sealed class SessionLimitTests : IAsyncLifetime
{
    readonly ShiftedTime _time = new();
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(
        new Dictionary<string, string?>
        {
            ["Server:BrowserSession:Lifetime"] = "02:00:00",
            ["Server:BrowserSession:IdleLimit"] = "00:20:00",
            ["Api:Session:Grants:0:Group"] = "admins",
            ["Api:Session:Grants:0:Role"] = "admin",
        },
        builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time)));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Browser_that_nobody_uses_is_signed_out()
    {
        using var browser = await SignedInAsync();

        _time.Advance(TimeSpan.FromMinutes(21));

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(browser));
    }

    [Fact]
    public async Task Every_use_begins_the_idle_time_anew()
    {
        using var browser = await SignedInAsync();

        for (var uses = 0; uses < 4; uses++)
        {
            _time.Advance(TimeSpan.FromMinutes(15));
            Assert.Equal(HttpStatusCode.OK, await CallAsync(browser));
        }
    }

    [Fact]
    public async Task Busiest_session_ends_at_its_lifetime()
    {
        using var browser = await SignedInAsync();
        for (var uses = 0; uses < 7; uses++)
        {
            _time.Advance(TimeSpan.FromMinutes(17));
            Assert.Equal(HttpStatusCode.OK, await CallAsync(browser));
        }

        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(browser));
    }

    [Fact]
    public async Task Identity_provider_bounds_the_session()
    {
        using var browser = await SignedInAsync(TimeSpan.FromMinutes(40));
        for (var uses = 0; uses < 3; uses++)
        {
            _time.Advance(TimeSpan.FromMinutes(13));
            Assert.Equal(HttpStatusCode.OK, await CallAsync(browser));
        }

        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(browser));
    }

    [Fact]
    public async Task Session_that_is_over_opens_no_team_and_leads_to_a_new_sign_in()
    {
        using var browser = await SignedInAsync();
        _time.Advance(TimeSpan.FromMinutes(21));

        using var answer = await browser.GetAsync("/launch/Team2", Ct);

        Assert.Equal(_server.Idp.Address.Authority, answer.Headers.Location!.Authority);
        Assert.Single(_server.Emulator.World.Profiles);
    }

    [Fact]
    public async Task Stream_that_began_in_time_is_cut_when_the_session_is_over()
    {
        await _server.PutUserAsync("user1", "admins");
        using var browser = await SignedInAsync();
        using var call = new HttpRequestMessage(HttpMethod.Get, "/v1/teams:watch");
        call.Headers.Add("X-Portal", "1");
        using var answer = await browser.SendAsync(call, HttpCompletionOption.ResponseHeadersRead, Ct);
        await using var stream = await answer.Content.ReadAsStreamAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        _time.Advance(TimeSpan.FromMinutes(21));

        // Cut, and not ended: a watch has no end of its own.
        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(Stream.Null, Ct));
    }

    async Task<HttpClient> SignedInAsync(TimeSpan? bound = null)
    {
        var browser = _server.Browser();
        using var answer = await RunningServer.PostAsync(
            browser, _server.Idp.CreateResponse("user1", "Team1", null, o => o with { SessionLength = bound ?? TimeSpan.FromHours(12) }));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    static async Task<HttpStatusCode> CallAsync(HttpClient browser)
    {
        using var answer = await RunningServer.CallAsync(browser);
        return answer.StatusCode;
    }
}
