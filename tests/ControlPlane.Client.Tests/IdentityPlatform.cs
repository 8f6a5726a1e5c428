using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ControlPlane.Client.Tests;

/// <summary>One tenant of the Microsoft identity platform on loopback: what Microsoft.Identity.Web asks of login.microsoftonline.com, by real
/// HTTP, with real tokens.</summary>
sealed class IdentityPlatform : IAsyncDisposable
{
    public const string Tenant = "6f9a1c1e-3b1f-4a55-9a34-0d6c3a7c9b11";
    public const string ClientId = "2f1f7b36-5f0a-4c0e-8a40-3f3c6d6a1c55";
    const string Host = "https://login.microsoftonline.com";

    readonly WebApplication _app;
    readonly RSA _rsa = RSA.Create(2048);
    readonly RsaSecurityKey _key;
    int _given;

    IdentityPlatform(WebApplication app)
    {
        _app = app;
        _key = new(_rsa) { KeyId = "key-1" };
    }

    /// <summary>The forms that came to the token endpoint.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Asked { get; } = new();

    /// <summary>What the next exchanges are refused with; null to give tokens.</summary>
    public string? Refusal { get; set; }

    public static async Task<IdentityPlatform> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var platform = new IdentityPlatform(builder.Build());
        platform.Map();
        await platform._app.StartAsync(TestContext.Current.CancellationToken);
        return platform;
    }

    /// <summary>Sends what is meant for the platform here.</summary>
    public HttpMessageHandler Handler() => new Detour(new(_app.Urls.Single()));

    /// <summary>A token with which a person calls the application.</summary>
    public string TokenOf(string person) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = $"{Host}/{Tenant}/v2.0",
        Audience = ClientId,
        Expires = TimeProvider.System.GetUtcNow().AddHours(1).UtcDateTime,
        SigningCredentials = new(_key, SecurityAlgorithms.RsaSha256),
        Claims = new Dictionary<string, object> { ["oid"] = person, ["tid"] = Tenant, ["sub"] = person, ["ver"] = "2.0", ["scp"] = "access" },
    });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    void Map()
    {
        _app.MapGet("/common/discovery/instance", () => Results.Json(new Dictionary<string, object>
        {
            ["api-version"] = "1.1",
            ["tenant_discovery_endpoint"] = $"{Host}/{Tenant}/v2.0/.well-known/openid-configuration",
            ["metadata"] = new[]
            {
                new Dictionary<string, object>
                {
                    ["preferred_network"] = "login.microsoftonline.com",
                    ["preferred_cache"] = "login.windows.net",
                    ["aliases"] = new[] { "login.microsoftonline.com", "login.windows.net" },
                },
            },
        }));
        _app.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (string tenant) => Results.Json(new
        {
            issuer = $"{Host}/{tenant}/v2.0",
            jwks_uri = $"{Host}/{tenant}/discovery/v2.0/keys",
            token_endpoint = $"{Host}/{tenant}/oauth2/v2.0/token",
            authorization_endpoint = $"{Host}/{tenant}/oauth2/v2.0/authorize",
        }));
        _app.MapGet("/{tenant}/discovery/v2.0/keys", (string tenant) => Results.Json(new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA",
                    use = "sig",
                    kid = _key.KeyId,
                    n = Base64UrlEncoder.Encode(_rsa.ExportParameters(false).Modulus),
                    e = Base64UrlEncoder.Encode(_rsa.ExportParameters(false).Exponent),
                },
            },
        }));
        _app.MapPost("/{tenant}/oauth2/v2.0/token", (string tenant, HttpContext context, CancellationToken ct) => GiveAsync(context, ct));
    }

    async Task<IResult> GiveAsync(HttpContext context, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        Asked.Enqueue(form.ToDictionary(f => f.Key, f => f.Value.ToString()));
        if (Refusal is { } error)
        {
            return Results.Json(new { error, error_description = "AADSTS: refused." }, statusCode: 400);
        }

        var person = new JsonWebToken(form["assertion"]!).GetClaim("oid").Value;
        return Results.Json(new
        {
            token_type = "Bearer",
            scope = form["scope"].ToString(),
            expires_in = 3600,
            access_token = $"for-{person}-{Interlocked.Increment(ref _given)}",
        });
    }

    sealed class Detour(Uri platform) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("login.microsoftonline.com", request.RequestUri!.Host);
            request.RequestUri = new(platform, request.RequestUri.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
