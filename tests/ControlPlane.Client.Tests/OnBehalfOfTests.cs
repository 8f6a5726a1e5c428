using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Identity.Web;
using Xunit;

namespace ControlPlane.Client.Tests;

/// <summary>An application whose callers the control plane must know: each call goes on with a token of whoever made it.</summary>
public sealed class OnBehalfOfTests : IAsyncLifetime
{
    const string Scope = "api://studio-control-plane/access_as_user";

    readonly HttpClient _http = new();
    IdentityPlatform _platform = null!;
    ScriptedServer _server = null!;
    WebApplication _app = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _platform = await IdentityPlatform.StartAsync();
        _server = await ScriptedServer.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureAd:Instance"] = "https://login.microsoftonline.com/",
            ["AzureAd:TenantId"] = IdentityPlatform.Tenant,
            ["AzureAd:ClientId"] = IdentityPlatform.ClientId,
            ["AzureAd:ClientSecret"] = "secret-of-the-application",
            ["ControlPlane:Address"] = _server.Address.AbsoluteUri,
        });
        builder.Services.ConfigureHttpClientDefaults(http => http.ConfigurePrimaryHttpMessageHandler(_platform.Handler));
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddMicrosoftIdentityWebApi(builder.Configuration.GetSection("AzureAd"))
            .EnableTokenAcquisitionToCallDownstreamApi(_ => { })
            .AddInMemoryTokenCaches();
        builder.Services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, o => o.BackchannelHttpHandler = _platform.Handler());
        builder.Services.Configure<AadIssuerValidatorOptions>(o => o.HttpClientName = "platform");
        builder.Services.AddAuthorization();
        builder.Services.AddControlPlaneOnBehalfOf(Scope);
        builder.Services.AddControlPlaneClient(builder.Configuration.GetSection("ControlPlane"));
        _app = builder.Build();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapGet("/team", ReadTeamAsync).RequireAuthorization();
        _app.MapGet("/nobody", ReadTeamAsync);
        await _app.StartAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
        await _platform.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task Each_person_calls_with_a_token_of_their_own_which_is_kept()
    {
        var (ada, bob) = (_platform.TokenOf("ada"), _platform.TokenOf("bob"));

        Assert.Equal(["teams/Team1", "teams/Team1", "teams/Team1"], [await AskAsync(ada), await AskAsync(bob), await AskAsync(ada)]);

        Assert.Equal(["Bearer for-ada-1", "Bearer for-bob-2", "Bearer for-ada-1"], _server.Script.Calls.Select(c => c.Authorization));
        Assert.All(_platform.Asked, form => Assert.Equal(
            ("urn:ietf:params:oauth:grant-type:jwt-bearer", "on_behalf_of", "secret-of-the-application"),
            (form["grant_type"], form["requested_token_use"], form["client_secret"])));
        Assert.All(_platform.Asked, form => Assert.Contains(Scope, form["scope"].Split(' ')));
    }

    [Fact]
    public async Task Token_that_the_server_refuses_is_exchanged_anew_once()
    {
        _server.Script.Failures.Enqueue(ScriptedServer.Refusal(Google.Rpc.Code.Unauthenticated, "TOKEN_EXPIRED"));

        Assert.Equal("teams/Team1", await AskAsync(_platform.TokenOf("ada")));

        Assert.Equal(["Bearer for-ada-1", "Bearer for-ada-2"], _server.Script.Calls.Select(c => c.Authorization));
    }

    [Fact]
    public async Task Without_a_signed_in_person_nothing_is_asked_and_nothing_sent()
    {
        Assert.Equal("CLIENT_NO_USER", await AskAsync(null, "/nobody"));
        await using var scope = _app.Services.CreateAsyncScope();
        var error = await Assert.ThrowsAsync<ControlPlaneException>(
            () => scope.ServiceProvider.GetRequiredService<ControlPlaneClient>().Teams.GetAsync("teams/Team1", Ct));

        Assert.Equal("CLIENT_NO_USER", error.Reason);
        Assert.Empty(_platform.Asked);
        Assert.Empty(_server.Script.Calls);
    }

    [Fact]
    public async Task Refusal_of_the_platform_is_told_with_its_code()
    {
        _platform.Refusal = "invalid_client";

        Assert.Equal("CLIENT_TOKEN_REFUSED", await AskAsync(_platform.TokenOf("ada")));
        Assert.Empty(_server.Script.Calls);
    }

    [Fact]
    public async Task Consent_that_is_missing_reaches_the_applications_own_handling()
    {
        _platform.Refusal = "interaction_required";

        Assert.Equal(nameof(MicrosoftIdentityWebChallengeUserException), await AskAsync(_platform.TokenOf("ada")));
    }

    static async Task<string> ReadTeamAsync(ControlPlaneClient client, CancellationToken ct)
    {
        try
        {
            return (await client.Teams.GetAsync("teams/Team1", ct)).Name;
        }
        catch (ControlPlaneException e)
        {
            return e.Reason;
        }
        catch (MicrosoftIdentityWebChallengeUserException e)
        {
            return e.GetType().Name;
        }
    }

    async Task<string> AskAsync(string? token, string path = "/team")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new(_app.Urls.Single()), path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request, Ct);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{answer.StatusCode} {answer.Headers.WwwAuthenticate}");
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
