using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using ControlPlane.Sandbox.IdentityProvider;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ControlPlane.Server.Tests.Demo;

public sealed class DevTokenTests : IAsyncLifetime
{
    const string Verifier = "a-verifier-of-the-length-that-rfc-7636-wants-43-characters";
    const string Redirect = "http://127.0.0.1:51789/callback";
    const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
    DevIdentityProvider _idp = null!;
    HttpClient _client = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _idp = await DevIdentityProvider.StartAsync(new(), Ct);
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _idp.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _idp.DisposeAsync();
    }

    [Fact]
    public async Task Token_of_the_short_cut_verifies_against_discovery_and_names_the_user_roles_and_groups()
    {
        var token = await ReadAsync(await _client.GetStringAsync("/dev/token?user=user3", Ct));

        Assert.Equal("user3", token.Subject);
        Assert.Equal(["controlplane.user"], token.Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value));
        Assert.Equal(["team3-members"], token.Claims.Where(claim => claim.Type == "groups").Select(claim => claim.Value));
    }

    [Fact]
    public async Task Short_cut_without_a_known_user_lists_the_users()
    {
        using var answer = await _client.GetAsync("/dev/token?user=nobody", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("user1, user2", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_is_redeemed_once_and_only_with_its_verifier()
    {
        var code = await AuthorizeAsync();
        var (wrong, _) = await RedeemCodeAsync(await AuthorizeAsync(), "another-verifier-of-the-length-that-rfc-7636-wants");
        var (status, answer) = await RedeemCodeAsync(code, Verifier);
        var (again, _) = await RedeemCodeAsync(code, Verifier);

        Assert.Equal(HttpStatusCode.BadRequest, wrong);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.BadRequest, again);
        Assert.Equal("user1", (await ReadAsync(answer.GetProperty("access_token").GetString()!)).Subject);
        Assert.Equal("n-1", new JsonWebToken(answer.GetProperty("id_token").GetString()).GetClaim("nonce").Value);
    }

    [Theory]
    [InlineData("https://evil.test/callback")]
    [InlineData("http://127.0.0.1.evil.test/callback")]
    public async Task Code_never_goes_to_an_address_that_is_not_registered(string redirect)
    {
        await SignInAsync("user1");

        using var answer = await _client.GetAsync(AuthorizePath(redirect), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task Client_with_its_secret_gets_a_token_of_its_own()
    {
        var (refused, _) = await TokenAsync(new() { ["grant_type"] = "client_credentials", ["client_id"] = "robot", ["client_secret"] = "guess" });
        var (status, answer) = await TokenAsync(
            new() { ["grant_type"] = "client_credentials", ["client_id"] = "robot", ["client_secret"] = "robot-secret" });

        Assert.Equal(HttpStatusCode.Unauthorized, refused);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("robot", (await ReadAsync(answer.GetProperty("access_token").GetString()!)).Subject);
    }

    [Fact]
    public async Task Device_gets_its_token_after_the_person_allowed_it()
    {
        var (_, device) = await PostAsync("/oidc/device_authorization", new() { ["client_id"] = "studioctl" });
        var poll = new Dictionary<string, string>
        {
            ["grant_type"] = DeviceGrant,
            ["client_id"] = "studioctl",
            ["device_code"] = device.GetProperty("device_code").GetString()!,
        };
        var (_, early) = await TokenAsync(poll);
        await SignInAsync("user2");
        using var allow = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["user_code"] = device.GetProperty("user_code").GetString()!, ["decision"] = "allow" });
        using var done = await _client.PostAsync("/device", allow, Ct);

        var (status, answer) = await TokenAsync(poll);

        Assert.Equal("authorization_pending", early.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("user2", (await ReadAsync(answer.GetProperty("access_token").GetString()!)).Subject);
    }

    static string AuthorizePath(string redirect) => "/oidc/authorize?response_type=code&client_id=portal&state=s-1&nonce=n-1"
        + $"&redirect_uri={Uri.EscapeDataString(redirect)}&code_challenge_method=S256"
        + $"&code_challenge={Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))}";

    async Task<string> AuthorizeAsync()
    {
        await SignInAsync("user1");
        using var answer = await _client.GetAsync(AuthorizePath(Redirect), Ct);
        var query = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.StartsWith(Redirect, answer.Headers.Location.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("s-1", query["state"]);
        return query["code"]!;
    }

    Task<(HttpStatusCode Status, JsonElement Answer)> RedeemCodeAsync(string code, string verifier) => TokenAsync(new()
    {
        ["grant_type"] = "authorization_code",
        ["client_id"] = "portal",
        ["code"] = code,
        ["redirect_uri"] = Redirect,
        ["code_verifier"] = verifier,
    });

    Task<(HttpStatusCode Status, JsonElement Answer)> TokenAsync(Dictionary<string, string> fields) => PostAsync("/oidc/token", fields);

    async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await _client.PostAsync(path, content, Ct);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement);
    }

    async Task SignInAsync(string user)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["user"] = user });
        using var answer = await _client.PostAsync("/sign-in", content, Ct);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    // As a relying party does it: keys and issuer come from the discovery document.
    async Task<JsonWebToken> ReadAsync(string token)
    {
        var discovery = await OpenIdConnectConfigurationRetriever.GetAsync(
            _idp.Issuer + "/.well-known/openid-configuration", new HttpDocumentRetriever(_client) { RequireHttps = false }, Ct);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = discovery.Issuer,
            IssuerSigningKeys = discovery.SigningKeys,
            ValidAudience = "studio-control-plane",
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }
}
