using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using System.Xml.Linq;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Web;

/// <summary>What a session opens, and each attack that it must not fall to.</summary>
public sealed class BrowserSessionTests : IAsyncLifetime
{
    const string Refeds = "https://refeds.org/profile/mfa";
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(new Dictionary<string, string?>
        {
            ["Api:Session:Grants:0:Group"] = "admins",
            ["Api:Session:Grants:0:Role"] = "admin",
        });
        _server.Idp.ServiceProvider = _server.Idp.ServiceProvider! with { SingleLogoutService = new(_server.Web, "/saml/slo") };
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Second_team_in_another_account_opens_without_a_second_sign_in()
    {
        using var browser = await SignedInAsync("user1", "Team1");

        using var answer = await browser.GetAsync("/launch/Team2", Ct);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(_server.Emulator.Endpoint.Authority, answer.Headers.Location!.Authority);
        Assert.Equal([TestWorld.Account1, TestWorld.Account2], _server.Emulator.World.Profiles.Select(p => p.Account).Order());
    }

    [Fact]
    public async Task Session_reaches_no_team_without_an_entitlement()
    {
        using var browser = await SignedInAsync("user2", "Team2");

        using var answer = await browser.GetAsync("/launch/Team1", Ct);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("ENTITLEMENT_NOT_FOUND", await answer.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picker_opens_for_a_session_that_names_no_team()
    {
        using var browser = await SignedInAsync("user1", "Team1");

        using var answer = await browser.GetAsync("/launch", Ct);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.EndsWith("/pick", answer.Location(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var browser = _server.Browser();

        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("cp-session=", StringComparison.Ordinal));
        Assert.Contains("path=/;", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("user1", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Planted_id_is_not_the_one_that_signs_in()
    {
        using var browser = _server.Browser();
        var planted = new string('a', 64);
        using var post = new HttpRequestMessage(HttpMethod.Post, "/saml/acs")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["SAMLResponse"] = _server.Idp.CreateResponse("user1", "Team1") }),
        };
        post.Headers.Add("Cookie", $"cp-session={planted}");

        using var answer = await browser.SendAsync(post, Ct);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.NotEqual(planted, IdOf(answer));
        Assert.Equal("SESSION_ENDED", await ReasonAsync(planted));
    }

    [Fact]
    public async Task New_sign_in_ends_the_session_before_it()
    {
        using var browser = _server.Browser();
        using var first = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        using var second = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));

        Assert.Equal("SESSION_ENDED", await ReasonAsync(IdOf(first)));
        Assert.Null(await ReasonAsync(IdOf(second)));
    }

    [Fact]
    public async Task Portal_learns_who_is_signed_in()
    {
        using var browser = await SignedInAsync("user1", "Team1");

        using var answer = await RunningServer.CallAsync(browser, portal: "1", site: "same-origin");
        var caller = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);

        Assert.Equal("session", caller.GetProperty("method").GetString());
        Assert.Equal("users/user1", caller.GetProperty("user").GetString());
        Assert.Equal("User One", caller.GetProperty("displayName").GetString());
        Assert.Equal(["user"], caller.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
        Assert.True(caller.GetProperty("expireTime").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Group_of_the_directory_makes_an_administrator()
    {
        await _server.PutUserAsync("user1", "admins");
        using var browser = await SignedInAsync("user1", "Team1");

        using var answer = await RunningServer.CallAsync(browser, portal: "1", site: null);
        var caller = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);

        Assert.Equal(["admin", "user"], caller.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
    }

    [Theory]
    [InlineData(null, "same-origin")]
    [InlineData(null, null)]
    [InlineData("1", "cross-site")]
    [InlineData("1", "same-site")]
    [InlineData("1", "none")]
    public async Task Call_that_no_page_of_ours_made_has_no_credential(string? portal, string? site)
    {
        using var browser = await SignedInAsync("user1", "Team1");

        using var answer = await RunningServer.CallAsync(browser, portal, site);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("TOKEN_MISSING", await answer.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_that_another_site_makes_in_the_background_opens_nothing()
    {
        using var browser = await SignedInAsync("user1", "Team1");
        using var picture = new HttpRequestMessage(HttpMethod.Get, "/launch/Team2");
        picture.Headers.Add("Sec-Fetch-Site", "cross-site");
        picture.Headers.Add("Sec-Fetch-Mode", "no-cors");
        picture.Headers.Add("Sec-Fetch-Dest", "image");

        using var answer = await browser.SendAsync(picture, Ct);

        Assert.Equal(_server.Idp.Address.Authority, answer.Headers.Location!.Authority);
        Assert.Single(_server.Emulator.World.Profiles);
    }

    [Fact]
    public async Task Link_of_another_site_opens_the_team()
    {
        using var browser = await SignedInAsync("user1", "Team1");
        using var link = new HttpRequestMessage(HttpMethod.Get, "/launch/Team2");
        link.Headers.Add("Sec-Fetch-Site", "cross-site");
        link.Headers.Add("Sec-Fetch-Mode", "navigate");
        link.Headers.Add("Sec-Fetch-Dest", "document");

        using var answer = await browser.SendAsync(link, Ct);

        Assert.Equal(_server.Emulator.Endpoint.Authority, answer.Headers.Location!.Authority);
    }

    [Fact]
    public async Task Sign_out_ends_the_session_so_that_a_stolen_id_is_worth_nothing()
    {
        using var browser = _server.Browser();
        using var signedIn = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));

        using var answer = await SignOutAsync(browser, "same-origin");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("SAMLRequest=", await answer.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("SESSION_ENDED", await ReasonAsync(IdOf(signedIn)));
    }

    [Fact]
    public async Task Sign_out_by_another_site_does_nothing()
    {
        using var browser = _server.Browser();
        using var signedIn = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));

        using var answer = await SignOutAsync(browser, "cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Null(await ReasonAsync(IdOf(signedIn)));
    }

    [Fact]
    public async Task Order_of_the_identity_provider_ends_the_persons_sessions_and_is_answered()
    {
        using var browser = _server.Browser();
        using var signedIn = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        using var other = await SignedInAsync("user2", "Team2");

        using var answer = await browser.GetAsync(_server.Idp.CreateLogoutRequest("user1"), Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("SAMLResponse=", await answer.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("SESSION_ENDED", await ReasonAsync(IdOf(signedIn)));
        using var untouched = await RunningServer.CallAsync(other, "1", "same-origin");
        Assert.Equal(HttpStatusCode.OK, untouched.StatusCode);
    }

    [Fact]
    public async Task Posted_order_ends_them_without_the_browsers_cookie()
    {
        using var browser = _server.Browser();
        using var signedIn = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        using var cookieless = _server.Browser();

        using var answer = await cookieless.PostAsync(
            "/saml/slo", new FormUrlEncodedContent(new Dictionary<string, string> { ["SAMLRequest"] = _server.Idp.CreatePostedLogoutRequest("user1") }), Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("SESSION_ENDED", await ReasonAsync(IdOf(signedIn)));
    }

    [Fact]
    public async Task Forged_order_ends_nothing()
    {
        using var browser = _server.Browser();
        using var signedIn = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));

        using var answer = await browser.GetAsync(_server.Idp.CreateLogoutRequest("user1", null, o => o with { IsSigned = false }), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(await ReasonAsync(IdOf(signedIn)));
    }

    [Fact]
    public async Task Order_that_is_too_old_ends_nothing()
    {
        using var browser = _server.Browser();
        using var signedIn = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));

        using var answer = await browser.GetAsync(
            _server.Idp.CreateLogoutRequest("user1", null, o => o with { IssuedAt = o.IssuedAt.AddHours(-1) }), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(await ReasonAsync(IdOf(signedIn)));
    }

    [Fact]
    public async Task Order_that_somebody_sends_again_does_not_end_the_next_session()
    {
        using var browser = _server.Browser();
        var order = _server.Idp.CreateLogoutRequest("user1");
        using var first = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        using var followed = await browser.GetAsync(order, Ct);
        using var second = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        using var attacker = _server.Browser();

        using var again = await attacker.GetAsync(order, Ct);

        Assert.Equal("SESSION_ENDED", await ReasonAsync(IdOf(first)));
        Assert.Null(await ReasonAsync(IdOf(second)));
    }

    [Fact]
    public async Task Order_for_one_session_of_the_identity_provider_leaves_the_others()
    {
        using var laptop = _server.Browser();
        using var phone = _server.Browser();
        using var first = await RunningServer.PostAsync(
            laptop, _server.Idp.CreateResponse("user1", "Team1", null, o => o with { SessionIndex = "laptop" }));
        using var second = await RunningServer.PostAsync(
            phone, _server.Idp.CreateResponse("user1", "Team1", null, o => o with { SessionIndex = "phone" }));

        using var answer = await laptop.GetAsync(_server.Idp.CreateLogoutRequest("user1", "laptop"), Ct);

        Assert.Equal("SESSION_ENDED", await ReasonAsync(IdOf(first)));
        Assert.Null(await ReasonAsync(IdOf(second)));
    }

    [Theory]
    [InlineData("/saml/slo")]
    [InlineData("/saml/slo?SAMLRequest=AAAA")]
    public async Task Address_that_is_no_message_is_told_so(string address)
    {
        using var browser = await SignedInAsync("user1", "Team1");

        using var answer = await browser.GetAsync(address, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var call = await RunningServer.CallAsync(browser, "1", "same-origin");
        Assert.Equal(HttpStatusCode.OK, call.StatusCode);
    }

    [Fact]
    public async Task Answer_of_the_identity_provider_that_nobody_asked_for_only_shows_the_start_page()
    {
        using var browser = await SignedInAsync("user1", "Team1");

        using var answer = await browser.GetAsync("/saml/slo?SAMLResponse=AAAA", Ct);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/?signed-out", answer.Location());
        using var call = await RunningServer.CallAsync(browser, "1", "same-origin");
        Assert.Equal(HttpStatusCode.OK, call.StatusCode);
    }

    [Fact]
    public async Task Signing_out_goes_through_the_identity_provider_and_comes_back()
    {
        using var browser = await SignedInAsync("user1", "Team1");
        using var leaving = await SignOutAsync(browser, "same-origin");
        var page = await leaving.TextAsync();
        var from = page.IndexOf("0;url=", StringComparison.Ordinal) + "0;url=".Length;

        using var back = await browser.GetAsync(WebUtility.HtmlDecode(page[from..page.IndexOf('"', from)]), Ct);
        using var home = await browser.GetAsync(back.Headers.Location, Ct);

        Assert.StartsWith("/saml/slo?SAMLResponse=", back.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal("/?signed-out", home.Location());
    }

    [Fact]
    public async Task Suspended_person_is_out_at_once_and_stays_out_until_the_next_sign_in()
    {
        using var browser = _server.Browser();
        using var signedIn = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));

        await _server.PutUserAsync("user1", UserState.Suspended);
        Assert.Equal("SESSION_ENDED", await ReasonAsync(IdOf(signedIn)));
        await _server.PutUserAsync("user1");

        Assert.Equal("SESSION_ENDED", await ReasonAsync(IdOf(signedIn)));
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData("/\\evil.test/")]
    [InlineData("/portal/../saml/slo")]
    [InlineData("/portal//evil.test")]
    [InlineData("/launch/Team1")]
    [InlineData("javascript:alert(1)")]
    public async Task Address_to_return_to_is_never_another_place(string address)
    {
        using var browser = _server.Browser();

        using var answer = await browser.GetAsync($"/saml/login/dev?return={Uri.EscapeDataString(address)}", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("RETURN_INVALID", await answer.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_in_for_the_portal_lands_on_its_page_and_opens_nothing()
    {
        using var browser = _server.Browser();
        var (request, relay, _) = await BeginAsync(browser, "/saml/login/dev?return=/portal/teams?search=a");

        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", null, request), relay);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/portal/teams?search=a", answer.Location());
        Assert.Empty(_server.Emulator.World.Profiles);
        using var call = await RunningServer.CallAsync(browser, "1", "same-origin");
        Assert.Equal(HttpStatusCode.OK, call.StatusCode);
    }

    [Fact]
    public async Task Space_of_a_deep_link_survives_the_round_trip()
    {
        using var browser = _server.Browser();
        var (request, relay, _) = await BeginAsync(browser, "/launch/Team2/shared-space");

        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", null, request), relay);

        // Emulated AWS has no such space, and says so only when it was asked for one.
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(TestWorld.Account2, _server.Emulator.World.Profiles.Single().Account);
    }

    [Fact]
    public async Task Weak_sign_in_is_sent_back_once_and_then_let_in_when_it_is_strong()
    {
        await DemandAsync("Team2");
        using var browser = _server.Browser();

        using var weak = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team2"));
        var (request, relay, message) = ReadStep(await weak.TextAsync());
        using var strong = await RunningServer.PostAsync(
            browser, _server.Idp.CreateResponse("user1", "Team2", request, o => o with { AuthnContextClass = Refeds }), relay);

        Assert.Contains(Refeds, message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, strong.StatusCode);
        Assert.Equal(TestWorld.Account2, _server.Emulator.World.Profiles.Single().Account);
    }

    [Fact]
    public async Task Identity_provider_that_cannot_do_it_ends_in_a_page_and_not_in_a_loop()
    {
        await DemandAsync("Team2");
        using var browser = _server.Browser();

        using var weak = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team2"));
        var (request, relay, _) = ReadStep(await weak.TextAsync());
        using var again = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team2", request), relay);

        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Contains("AUTHN_CONTEXT_TOO_WEAK", await again.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(_server.Emulator.World.Profiles);
    }

    [Fact]
    public async Task Weak_session_is_sent_back_for_the_team_that_demands_more()
    {
        await DemandAsync("Team2");
        using var browser = await SignedInAsync("user1", "Team1");

        using var weak = await browser.GetAsync("/launch/Team2", Ct);
        var (request, relay, _) = ReadStep(await weak.TextAsync());
        using var strong = await RunningServer.PostAsync(
            browser, _server.Idp.CreateResponse("user1", null, request, o => o with { AuthnContextClass = Refeds }), relay);

        Assert.Equal(HttpStatusCode.Found, strong.StatusCode);
        Assert.Equal([TestWorld.Account1, TestWorld.Account2], _server.Emulator.World.Profiles.Select(p => p.Account).Order());
    }

    async Task<HttpClient> SignedInAsync(string user, string team)
    {
        var browser = _server.Browser();
        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse(user, team));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    static string IdOf(HttpResponseMessage answer)
        => answer.Headers.GetValues("Set-Cookie").Last(c => c.StartsWith("cp-session=", StringComparison.Ordinal)).Split('=', ';')[1];

    // Null: the session lives.
    async Task<string?> ReasonAsync(string id)
    {
        using var bare = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _server.Web };
        using var call = new HttpRequestMessage(HttpMethod.Get, "/v1/caller");
        call.Headers.Add("Cookie", $"cp-session={id}");
        call.Headers.Add("X-Portal", "1");
        using var answer = await bare.SendAsync(call, Ct);
        return answer.StatusCode is HttpStatusCode.OK ? null
            : (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("details")[0].GetProperty("reason").GetString();
    }

    static async Task<HttpResponseMessage> SignOutAsync(HttpClient browser, string site)
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, "/session/logout");
        post.Headers.Add("Sec-Fetch-Site", site);
        return await browser.SendAsync(post, Ct);
    }

    async Task DemandAsync(string team)
    {
        var teams = _server.App.Services.GetRequiredService<TeamCatalog>();
        var found = await teams.FindAsync(TeamId.Parse(team), Ct);
        await teams.PutAsync(found! with { Conditions = new() { AuthnContexts = [Refeds] } }, "test", Ct);
    }

    static async Task<(string Request, string Relay, string Message)> BeginAsync(HttpClient browser, string link)
    {
        using var answer = await browser.GetAsync(link, Ct);
        return Read(answer.Headers.Location!);
    }

    static (string Request, string Relay, string Message) ReadStep(string page)
    {
        var from = page.IndexOf("0;url=", StringComparison.Ordinal) + "0;url=".Length;
        return Read(new(page[from..page.IndexOf('"', from)]));
    }

    static (string Request, string Relay, string Message) Read(Uri address)
    {
        var query = HttpUtility.ParseQueryString(address.Query);
        using var inflate = new DeflateStream(new MemoryStream(Convert.FromBase64String(query["SAMLRequest"]!)), CompressionMode.Decompress);
        var message = XDocument.Load(inflate);
        return (message.Root!.Attribute("ID")!.Value, query["RelayState"]!, message.ToString());
    }
}
