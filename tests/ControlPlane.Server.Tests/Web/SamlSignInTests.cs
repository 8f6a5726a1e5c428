using System.Net;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Server.Tests.Web;

public sealed class SamlSignInTests : IAsyncLifetime
{
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Signed_response_lands_in_the_studio_of_the_right_account()
    {
        using var browser = _server.Browser();

        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(_server.Emulator.Endpoint.Authority, answer.Headers.Location!.Authority);
        var profile = _server.Emulator.World.Profiles.Single();
        Assert.Equal(TestWorld.Account1, profile.Account);
        Assert.Equal("user1", profile.Tags["studiouserid"]);
        Assert.Equal("Team1", profile.Tags["team"]);
    }

    [Fact]
    public async Task Redirect_to_studio_stays_out_of_caches_and_referers()
    {
        using var browser = _server.Browser();

        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user2", "Team2"));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Empty(await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Response_that_is_posted_twice_is_refused_the_second_time()
    {
        using var browser = _server.Browser();
        var response = _server.Idp.CreateResponse("user2", "Team2");

        using var first = await RunningServer.PostAsync(browser, response);
        using var second = await RunningServer.PostAsync(browser, response);

        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
        Assert.Contains("SAML_REPLAYED", await second.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_of_a_refusal_says_what_happened_what_to_do_and_the_reference()
    {
        using var browser = _server.Browser();

        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user2", "Team1"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var page = await answer.TextAsync();
        Assert.Contains("You do not have access to this team", page, StringComparison.Ordinal);
        Assert.Contains("What to do", page, StringComparison.Ordinal);
        Assert.Contains("ENTITLEMENT_NOT_FOUND", page, StringComparison.Ordinal);
        Assert.Matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page);
        Assert.Empty(_server.Emulator.World.Profiles);
    }

    [Fact]
    public async Task Refusal_is_a_problem_document_for_who_asks_for_json()
    {
        using var browser = _server.Browser();
        browser.DefaultRequestHeaders.Add("Accept", "application/json");

        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user2", "Team1"));

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"reason\":\"ENTITLEMENT_NOT_FOUND\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_without_a_response_is_refused()
    {
        using var browser = _server.Browser();

        using var answer = await browser.PostAsync("/saml/acs", new FormUrlEncodedContent([new("RelayState", "x")]), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("SAML_RESPONSE_MISSING", await answer.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_with_two_responses_is_refused()
    {
        using var browser = _server.Browser();
        var response = _server.Idp.CreateResponse("user1", "Team1");

        using var answer = await browser.PostAsync(
            "/saml/acs", new FormUrlEncodedContent([new("SAMLResponse", response), new("SAMLResponse", response)]), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Post_that_is_too_large_is_refused_and_leaves_a_flight_record()
    {
        using var browser = _server.Browser();

        using var answer = await RunningServer.PostAsync(browser, new string('A', 300_000));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await answer.TextAsync();
        Assert.Contains("SAML_RESPONSE_TOO_LARGE", page, StringComparison.Ordinal);
        Assert.Matches("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page);
    }

    [Fact]
    public async Task Names_of_a_team_are_text_on_every_page_and_never_markup()
    {
        using var browser = _server.Browser();

        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1"));
        var page = await browser.GetStringAsync(answer.Location(), Ct);

        Assert.Contains("The Team1 &lt;b&gt;people&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>people", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opened_url_shows_the_studio_page_of_the_profile()
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true });

        using var form = new FormUrlEncodedContent([new("SAMLResponse", _server.Idp.CreateResponse("user1", "Team2"))]);
        using var studio = await browser.PostAsync(new Uri(_server.Web, "/saml/acs"), form, Ct);

        Assert.Equal(HttpStatusCode.OK, studio.StatusCode);
        var page = await studio.TextAsync();
        Assert.Contains(TestWorld.Account2, page, StringComparison.Ordinal);
        Assert.Contains(TestWorld.Domain2, page, StringComparison.Ordinal);
    }
}
