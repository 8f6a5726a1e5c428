using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.WebUtilities;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>The OpenID Connect issuer: discovery, keys, authorization with PKCE, and the grants that portals, robots and command-line
/// tools use.</summary>
sealed class OidcIssuer(DevIdentityProviderOptions options, DevSessions sessions, TokenWriter tokens, Func<Uri> issuer)
{
    const string DeviceGrantType = "urn:ietf:params:oauth:grant-type:device_code";

    readonly PendingTable<CodeGrant> _codes = new(TimeSpan.FromMinutes(1), options.Time);
    readonly PendingTable<DeviceGrant> _devices = new(TimeSpan.FromMinutes(10), options.Time);
    readonly PendingTable<RefreshGrant> _refreshes = new(TimeSpan.FromHours(12), options.Time);

    public void Map(WebApplication app)
    {
        app.MapGet("/oidc/.well-known/openid-configuration", () => Results.Json(Discovery())).RequireCors(BrowserApplications);
        app.MapGet("/oidc/jwks", () => Results.Json(tokens.WriteKeySet())).RequireCors(BrowserApplications);
        app.MapGet("/oidc/authorize", Authorize);
        app.MapPost("/oidc/token", RedeemAsync).RequireCors(BrowserApplications);
        app.MapPost("/oidc/device_authorization", BeginDeviceAsync);
        app.MapGet("/device", ShowDevice);
        app.MapPost("/device", DecideDeviceAsync);
    }

    // Pages of other origins redeem their codes here: the code and its verifier are what counts, and no cookie comes along.
    static void BrowserApplications(CorsPolicyBuilder cors)
        => cors.SetIsOriginAllowed(origin => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback).WithMethods("GET", "POST").AllowAnyHeader();

    JsonObject Discovery() => new()
    {
        ["issuer"] = issuer().AbsoluteUri,
        ["authorization_endpoint"] = $"{issuer()}/authorize",
        ["token_endpoint"] = $"{issuer()}/token",
        ["device_authorization_endpoint"] = $"{issuer()}/device_authorization",
        ["jwks_uri"] = $"{issuer()}/jwks",
        ["response_types_supported"] = new JsonArray("code"),
        ["response_modes_supported"] = new JsonArray("query"),
        ["grant_types_supported"] = new JsonArray("authorization_code", "client_credentials", "refresh_token", DeviceGrantType),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        ["scopes_supported"] = new JsonArray("openid", "profile", "email", "offline_access"),
        ["code_challenge_methods_supported"] = new JsonArray("S256"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("none", "client_secret_post", "client_secret_basic"),
        ["claims_supported"] = new JsonArray("sub", "name", "email", "preferred_username", "roles", "groups", "amr"),
    };

    IResult Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        string? redirect = query["redirect_uri"];
        var client = options.Clients.FirstOrDefault(client => client.Id == query["client_id"]);
        if (client is null || redirect is null || !MayRedirect(client, redirect))
        {
            // Not sent back: an address that we do not trust gets no answer (RFC 6749 4.1.2.1).
            return DevPages.Problem("This sign-in cannot go on", "The client id or the redirect address is not known here.");
        }

        if (query["response_type"] != "code" || query["code_challenge_method"] != "S256" || query["code_challenge"].Count != 1)
        {
            return Back(redirect, query["state"], "error", "invalid_request");
        }

        if (sessions.Find(context) is not { } user)
        {
            return DevSessions.AskToSignIn(context.Request.Path + context.Request.QueryString);
        }

        var code = _codes.Add(new(user, client.Id, redirect, query["code_challenge"]!, query["nonce"]));
        return Back(redirect, query["state"], "code", code);
    }

    async Task<IResult> RedeemAsync(HttpContext context, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        if (ClientCredentials.Find(options.Clients, context.Request, form) is not { } client)
        {
            return Error("invalid_client", StatusCodes.Status401Unauthorized);
        }

        context.Response.Headers.CacheControl = "no-store";
        return (string?)form["grant_type"] switch
        {
            "authorization_code" => RedeemCode(client, form),
            "client_credentials" when client.Secret is not null => Token(tokens.WriteAccess(issuer(), client)),
            DeviceGrantType => RedeemDevice(client, form["device_code"]),
            "refresh_token" => Refresh(client, form["refresh_token"]),
            "client_credentials" => Error("unauthorized_client"),
            _ => Error("unsupported_grant_type"),
        };
    }

    IResult RedeemCode(DevClient client, IFormCollection form)
        => _codes.Take(form["code"]) is { } grant && grant.Fits(client.Id, form["redirect_uri"].ToString(), form["code_verifier"].ToString())
            ? Tokens(grant.User, client.Id, grant.Nonce)
            : Error("invalid_grant");

    async Task<IResult> BeginDeviceAsync(HttpContext context, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        if (ClientCredentials.Find(options.Clients, context.Request, form) is not { } client)
        {
            return Error("invalid_client", StatusCodes.Status401Unauthorized);
        }

        var grant = new DeviceGrant(client.Id, form["scope"].ToString().Split(' ').Contains("offline_access"));
        var page = new Uri(issuer(), "/device");
        return Results.Json(new JsonObject
        {
            ["device_code"] = _devices.Add(grant),
            ["user_code"] = grant.UserCode,
            ["verification_uri"] = page.AbsoluteUri,
            ["verification_uri_complete"] = $"{page}?user_code={grant.UserCode}",
            ["expires_in"] = 600,
            ["interval"] = 1,
        });
    }

    IResult RedeemDevice(DevClient client, string? deviceCode)
    {
        switch (_devices.Find(deviceCode))
        {
            case null:
                return Error("expired_token");
            case { } other when other.Client != client.Id:
                return Error("invalid_grant");
            case { Denied: true }:
                return Error("access_denied");
            case { User: { } user } grant:
                return _devices.Take(deviceCode) is null ? Error("expired_token") : Tokens(user, client.Id, nonce: null, Remember(grant, user));
            default:
                return Error("authorization_pending");
        }
    }

    string? Remember(DeviceGrant grant, DevUser user) => grant.Offline ? _refreshes.Add(new(user, grant.Client)) : null;

    IResult Refresh(DevClient client, string? token)
        => _refreshes.Take(token) is { } grant && grant.Client == client.Id
            ? Tokens(grant.User, client.Id, nonce: null, _refreshes.Add(grant))
            : Error("invalid_grant");

    IResult ShowDevice(HttpContext context)
        => sessions.Find(context) is { } user
            ? DevPages.Device(user, context.Request.Query["user_code"])
            : DevSessions.AskToSignIn(context.Request.Path + context.Request.QueryString);

    async Task<IResult> DecideDeviceAsync(HttpContext context, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var code = form["user_code"].ToString().Trim().ToUpperInvariant();
        if (DevSessions.ComesFromElsewhere(context) || sessions.Find(context) is not { } user)
        {
            return DevPages.Problem("That did not work", "Sign in first, then enter the code again.");
        }

        if (_devices.FindWhere(grant => grant.UserCode == code && grant is { User: null, Denied: false }) is not { } grant)
        {
            return DevPages.Problem("There is no such code", "It may have been used already or be over. Start again in your tool.");
        }

        grant.Denied = form["decision"] != "allow";
        grant.User = grant.Denied ? null : user;
        return DevPages.DeviceDone(grant.Denied);
    }

    IResult Tokens(DevUser user, string client, string? nonce, string? refresh = null)
        => Token(tokens.WriteAccess(issuer(), user, client), tokens.WriteId(issuer(), user, client, nonce), refresh);

    static IResult Token(string access, string? id = null, string? refresh = null)
    {
        var answer = new JsonObject
        {
            ["access_token"] = access,
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)TokenWriter.Lifetime.TotalSeconds,
        };
        if (id is not null)
        {
            answer["id_token"] = id;
        }

        if (refresh is not null)
        {
            answer["refresh_token"] = refresh;
        }

        return Results.Json(answer);
    }

    static bool MayRedirect(DevClient client, string redirect)
        => Uri.TryCreate(redirect, UriKind.Absolute, out var uri)
            && ((client.Secret is null && uri is { Scheme: "http", IsLoopback: true }) || client.RedirectUris.Contains(uri));

    static IResult Back(string redirect, string? state, string name, string value)
        => Results.Redirect(QueryHelpers.AddQueryString(redirect, new Dictionary<string, string?> { [name] = value, ["state"] = state }));

    static IResult Error(string error, int status = StatusCodes.Status400BadRequest)
        => Results.Json(new JsonObject { ["error"] = error }, statusCode: status);
}
