using System.Net;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Server.Tests.Web;

public sealed class PickerTests : IAsyncLifetime
{
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Person_of_two_teams_chooses_one_and_lands_there()
    {
        using var browser = _server.Browser();
        var picker = await ToPickerAsync(browser);

        var page = await browser.GetStringAsync(picker, Ct);
        using var answer = await ChooseAsync(browser, picker, Pages.FormToken(page), "Team2");

        Assert.Contains("value=\"Team1\"", page, StringComparison.Ordinal);
        Assert.Contains("account-of-Team2", page, StringComparison.Ordinal);
        Assert.Contains(TestWorld.Region, page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(TestWorld.Account2, _server.Emulator.World.Profiles.Single().Account);
    }

    [Fact]
    public async Task Form_without_its_token_chooses_nothing()
    {
        using var browser = _server.Browser();
        var picker = await ToPickerAsync(browser);

        using var none = await ChooseAsync(browser, picker, "", "Team2");
        using var forged = await ChooseAsync(browser, picker, "A4nVnpZ2cI5n1mZqWgeTCCWUuOqXrMbkPAM0Nn8zVgk", "Team2");

        Assert.Equal(HttpStatusCode.Forbidden, none.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        Assert.Empty(_server.Emulator.World.Profiles);
    }

    [Fact]
    public async Task Page_of_a_sign_in_opens_in_its_own_browser_alone()
    {
        using var browser = _server.Browser();
        using var other = _server.Browser();
        var picker = await ToPickerAsync(browser);

        using var stolen = await other.GetAsync(picker, Ct);

        Assert.Equal(HttpStatusCode.NotFound, stolen.StatusCode);
        Assert.Contains("SIGN_IN_NOT_FOUND", await stolen.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choice_is_made_once()
    {
        using var browser = _server.Browser();
        var picker = await ToPickerAsync(browser);
        var token = Pages.FormToken(await browser.GetStringAsync(picker, Ct));

        using var first = await ChooseAsync(browser, picker, token, "Team1");
        using var second = await ChooseAsync(browser, picker, token, "Team1");

        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
    }

    [Fact]
    public async Task Team_that_was_not_offered_is_refused()
    {
        using var browser = _server.Browser();
        var picker = await ToPickerAsync(browser);

        using var answer = await ChooseAsync(browser, picker, Pages.FormToken(await browser.GetStringAsync(picker, Ct)), "Team10");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("TEAM_NOT_OFFERED", await answer.TextAsync(), StringComparison.Ordinal);
    }

    async Task<string> ToPickerAsync(HttpClient browser)
    {
        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Location();
    }

    static Task<HttpResponseMessage> ChooseAsync(HttpClient browser, string picker, string token, string team)
        => browser.PostAsync(picker, new FormUrlEncodedContent([new("token", token), new("team", team)]), Ct);
}
