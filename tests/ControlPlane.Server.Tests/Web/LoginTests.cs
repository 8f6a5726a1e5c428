using System.Net;
using System.Web;
using ControlPlane.Server.Tests.Running;
using Xunit;

namespace ControlPlane.Server.Tests.Web;

public sealed class LoginTests : IAsyncLifetime
{
    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Deep_link_goes_to_the_identity_provider_and_lands_in_its_team()
    {
        using var browser = _server.Browser();

        var (request, relay) = await BeginAsync(browser, "/launch/Team2");
        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", null, request), relay);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(TestWorld.Account2, _server.Emulator.World.Profiles.Single().Account);
    }

    [Fact]
    public async Task RelayState_keeps_to_the_80_bytes_of_the_binding()
    {
        using var browser = _server.Browser();

        var (_, relay) = await BeginAsync(browser, "/saml/login/dev?team=Team2&space=a-rather-long-name-of-a-space-that-somebody-chose&landing=app:JupyterLab:");

        Assert.InRange(relay.Length, 20, 80);
    }

    [Fact]
    public async Task Response_to_a_request_of_another_browser_is_refused()
    {
        using var browser = _server.Browser();
        using var other = _server.Browser();

        var (request, relay) = await BeginAsync(browser, "/launch/Team2");
        using var answer = await RunningServer.PostAsync(other, _server.Idp.CreateResponse("user1", null, request), relay);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(_server.Emulator.World.Profiles);
    }

    [Fact]
    public async Task Cookie_of_a_request_is_for_the_acs_alone_and_out_of_reach_of_scripts()
    {
        using var browser = _server.Browser();

        using var answer = await browser.GetAsync("/saml/login/dev?team=Team1", Ct);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("cp-login-", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/saml/acs", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Team1", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.test/launch/Team2")]
    [InlineData("//evil.test/launch/Team2")]
    [InlineData("/launch/Team2/../../evil")]
    [InlineData("/admin/Team2")]
    public async Task RelayState_that_is_not_allowed_means_nothing(string relay)
    {
        using var browser = _server.Browser();

        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1"), relay);

        // No team was named, so the person chooses; nobody is sent to the address.
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Matches("^/launch/[0-9A-Z-]{14}/pick$", answer.Location());
    }

    [Fact]
    public async Task RelayState_of_an_allowed_path_names_the_team()
    {
        using var browser = _server.Browser();

        using var answer = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1"), "/launch/Team2");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(TestWorld.Account2, _server.Emulator.World.Profiles.Single().Account);
    }

    [Fact]
    public async Task Metadata_names_the_address_that_responses_go_to()
    {
        using var browser = _server.Browser();

        using var answer = await browser.GetAsync("/saml/metadata", Ct);

        Assert.Equal("application/samlmetadata+xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(new Uri(_server.Web, "/saml/acs").AbsoluteUri, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/saml/login/nobody", HttpStatusCode.NotFound, "IDENTITY_PROVIDER_UNKNOWN")]
    [InlineData("/saml/login/dev?team=not%20a%20team", HttpStatusCode.BadRequest, "TEAM_MALFORMED")]
    [InlineData("/launch/Team1/-space-", HttpStatusCode.BadRequest, "SPACE_MALFORMED")]
    [InlineData("/saml/acs", HttpStatusCode.BadRequest, "SAML_BINDING_UNSUPPORTED")]
    [InlineData("/no/such/page", HttpStatusCode.NotFound, "PAGE_NOT_FOUND")]
    public async Task Link_that_cannot_work_gets_a_page_that_says_why(string path, HttpStatusCode status, string reason)
    {
        using var browser = _server.Browser();

        using var answer = await browser.GetAsync(path, Ct);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(reason, await answer.TextAsync(), StringComparison.Ordinal);
    }

    // The AuthnRequest's id and the RelayState, as the identity provider gets them.
    async Task<(string Request, string Relay)> BeginAsync(HttpClient browser, string path)
    {
        using var away = await browser.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.Found, away.StatusCode);
        Assert.Equal(_server.Idp.Address.Authority, away.Headers.Location!.Authority);
        var query = HttpUtility.ParseQueryString(away.Headers.Location.Query);
        using var inflate = new System.IO.Compression.DeflateStream(
            new MemoryStream(Convert.FromBase64String(query["SAMLRequest"]!)), System.IO.Compression.CompressionMode.Decompress);
        var xml = await System.Xml.Linq.XDocument.LoadAsync(inflate, System.Xml.Linq.LoadOptions.None, Ct);
        return (xml.Root!.Attribute("ID")!.Value, query["RelayState"]!);
    }
}
