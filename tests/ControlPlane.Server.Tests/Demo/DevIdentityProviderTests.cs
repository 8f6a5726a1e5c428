using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ControlPlane.Sandbox.IdentityProvider;
using Xunit;

namespace ControlPlane.Server.Tests.Demo;

public sealed partial class DevIdentityProviderTests : IAsyncLifetime
{
    static readonly DevServiceProvider Gateway = new("https://gateway.test/saml/metadata", new("http://127.0.0.1:9/saml/acs"));
    readonly string _folder = Directory.CreateTempSubdirectory("idp-").FullName;
    DevIdentityProvider _idp = null!;
    HttpClient _browser = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _idp = await DevIdentityProvider.StartAsync(new() { ServiceProvider = Gateway, DataDirectory = _folder }, Ct);
        _browser = new HttpClient { BaseAddress = _idp.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _idp.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Portal_of_user_1_shows_both_teams_and_that_of_user_2_one()
    {
        var first = await SignInAsync("user1");
        var second = await SignInAsync("user2");

        Assert.Contains("SageMaker Studio Team 1", first, StringComparison.Ordinal);
        Assert.Contains("SageMaker Studio Team 2", first, StringComparison.Ordinal);
        Assert.DoesNotContain("SageMaker Studio Team 1", second, StringComparison.Ordinal);
        Assert.Contains("SageMaker Studio Team 2", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Application_of_a_team_posts_the_attributes_of_the_seed_to_the_gateway()
    {
        await SignInAsync("user1");

        var page = await _browser.GetStringAsync("/saml/start/team1", Ct);
        var response = SamlTexts.Load(SamlTexts.FieldOf(page, "SAMLResponse"));

        Assert.Contains($"action=\"{Gateway.AssertionConsumerService}\"", page, StringComparison.Ordinal);
        Assert.Equal("user1", SamlTexts.AttributeOf(response, "ssouserid"));
        Assert.Equal("Team1", SamlTexts.AttributeOf(response, "teamid"));
        Assert.Equal("user1@example.com", SamlTexts.ValueOf(response, "//saml:NameID"));
        Assert.Equal(Gateway.EntityId, SamlTexts.ValueOf(response, "//saml:Audience"));
        Assert.False(response.DocumentElement!.HasAttribute("InResponseTo"));
        Assert.True(SamlTexts.IsSigned(response, "Assertion", _idp.Metadata));
    }

    [Fact]
    public async Task Application_of_another_team_is_refused()
    {
        await SignInAsync("user2");

        using var answer = await _browser.GetAsync("/saml/start/team1", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("SAMLResponse", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignedParts.Assertion, true, false)]
    [InlineData(SignedParts.Response, false, true)]
    [InlineData(SignedParts.Both, true, true)]
    [InlineData(SignedParts.None, false, false)]
    public void Response_is_signed_where_the_option_says(SignedParts parts, bool assertion, bool response)
    {
        var document = SamlTexts.Load(_idp.CreateResponse("user1", "Team1", change: order => order with { SignedParts = parts }));

        Assert.Equal(assertion, SamlTexts.IsSigned(document, "Assertion", _idp.Metadata));
        Assert.Equal(response, SamlTexts.IsSigned(document, "Response", _idp.Metadata));
    }

    [Fact]
    public async Task Request_by_redirect_is_answered_after_sign_in_with_its_id_and_relay_state()
    {
        var query = $"SAMLRequest={Uri.EscapeDataString(SamlTexts.Deflate(RequestFor(Gateway.EntityId)))}&RelayState=opaque%26value";
        var asked = await _browser.GetStringAsync("/saml/sso?" + query, Ct);

        var page = await PostAsync("/sign-in", new() { ["user"] = "user1", ["continue"] = SamlTexts.FieldOf(asked, "continue") });

        Assert.Equal("_request1", SamlTexts.Load(SamlTexts.FieldOf(page, "SAMLResponse")).DocumentElement!.GetAttribute("InResponseTo"));
        Assert.Equal("opaque&value", SamlTexts.FieldOf(page, "RelayState"));
    }

    [Fact]
    public async Task Request_by_post_is_answered_for_all_teams_without_a_team_attribute()
    {
        await SignInAsync("user3");

        var page = await PostAsync(
            "/saml/sso", new() { ["SAMLRequest"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(RequestFor(Gateway.EntityId))) });
        var response = SamlTexts.Load(SamlTexts.FieldOf(page, "SAMLResponse"));

        Assert.Null(SamlTexts.AttributeOf(response, "teamid"));
        Assert.Equal("team3-members", SamlTexts.AttributeOf(response, "groups"));
    }

    [Fact]
    public async Task Request_of_an_unknown_service_provider_gets_no_response()
    {
        await SignInAsync("user1");
        var request = Uri.EscapeDataString(SamlTexts.Deflate(RequestFor("https://evil.test")));

        using var answer = await _browser.GetAsync("/saml/sso?SAMLRequest=" + request, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData("/\\evil.test/")]
    public async Task Sign_in_goes_on_to_its_own_paths_only(string address)
    {
        var page = await PostAsync("/sign-in", new() { ["user"] = "user1", ["continue"] = address });

        Assert.Contains("Your applications", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_name_that_is_not_loopback_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dev/token?user=user1");
        request.Headers.Host = "rebound.evil.test";

        using var answer = await _browser.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Key_is_kept_for_its_owner_alone_and_used_again()
    {
        var file = Assert.Single(Directory.GetFiles(_folder));
        await using var again = await DevIdentityProvider.StartAsync(new() { ServiceProvider = Gateway, DataDirectory = _folder }, Ct);

        Assert.Equal(CertificateIn(_idp.Metadata), CertificateIn(again.Metadata));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    static string CertificateIn(string metadata) => Certificate().Match(metadata).Groups[1].Value;

    static string RequestFor(string issuer) => $"""
        <samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_request1" Version="2.0" IssueInstant="2026-11-22T12:00:00Z"
          AssertionConsumerServiceURL="{Gateway.AssertionConsumerService}"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{issuer}</saml:Issuer></samlp:AuthnRequest>
        """;

    Task<string> SignInAsync(string user) => PostAsync("/sign-in", new() { ["user"] = user });

    async Task<string> PostAsync(string path, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await _browser.PostAsync(path, content, Ct);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Ct);
    }

    [GeneratedRegex("X509Certificate>([^<]+)<")]
    private static partial Regex Certificate();
}
