using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ControlPlane.Client.Tests;

/// <summary>An OpenID Connect issuer on loopback that numbers its tokens and keeps what it was asked.</summary>
sealed class TokenIssuer : IAsyncDisposable
{
    readonly WebApplication _app;
    int _given;

    TokenIssuer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>The forms that came to the token endpoint.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Asked { get; } = new();

    /// <summary>What the next requests are refused with; null to give tokens.</summary>
    public string? Refusal { get; set; }

    /// <summary>How long an answer takes.</summary>
    public TimeSpan Delay { get; set; }

    public static async Task<TokenIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var issuer = new TokenIssuer(builder.Build());
        issuer._app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = issuer.Address, token_endpoint = new Uri(issuer.Address, "/token") }));
        issuer._app.MapPost("/token", (HttpContext context, CancellationToken ct) => issuer.GiveAsync(context, ct));
        await issuer._app.StartAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    async Task<IResult> GiveAsync(HttpContext context, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        Asked.Enqueue(form.ToDictionary(f => f.Key, f => f.Value.ToString()));
        await Task.Delay(Delay, TimeProvider.System, ct);
        return Refusal is null
            ? Results.Json(new { access_token = $"token-{Interlocked.Increment(ref _given)}", expires_in = 3600, token_type = "Bearer" })
            : Results.Json(new { error = Refusal, error_description = "It is refused." }, statusCode: 400);
    }
}
