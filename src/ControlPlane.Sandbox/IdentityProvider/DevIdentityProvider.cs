using System.Xml;
using ControlPlane.Sandbox.Hosting;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>A development identity provider on loopback: SAML 2.0 with a portal, and OpenID Connect. Anyone may sign in as anyone, so it
/// is for demos and tests alone.</summary>
public sealed class DevIdentityProvider : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly DevKeys _keys;
    readonly DevIdentityProviderOptions _options;
    readonly TokenWriter _tokens;

    DevIdentityProvider(DevIdentityProviderOptions options)
    {
        _options = options;
        _keys = DevKeys.LoadOrCreate(options.DataDirectory, options.Time);
        _tokens = new(_keys, options.TokenAudience, options.Time);
        ServiceProvider = options.ServiceProvider;
        var builder = LoopbackHost.CreateBuilder(options.Port, options.Logging);
        builder.Services.AddCors();
        _app = builder.Build();
        _app.UseHostFiltering();
        _app.UseRouting();
        _app.UseCors();
        _app.Use(DevPages.AddHeaders);
        var sessions = new DevSessions(options);
        sessions.Map(_app);
        new SamlPortal(this, options, sessions).Map(_app);
        new SamlLogout(this, options, sessions).Map(_app);
        new OidcIssuer(options, sessions, _tokens, () => Issuer).Map(_app);
        DevPages.MapAssets(_app);
        _app.MapGet("/dev/token", GetToken);
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:8090</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Its SAML entity id, which is the address of its metadata.</summary>
    public string EntityId => new Uri(Address, "/saml/metadata").AbsoluteUri;

    /// <summary>Its SAML metadata.</summary>
    public string Metadata => SamlMetadata.Write(EntityId, new(Address, "/saml/sso"), new(Address, "/saml/slo"), _keys);

    /// <summary>The issuer of its tokens; the discovery document is below it.</summary>
    public Uri Issuer => new(Address, "/oidc");

    /// <summary>Who can sign in.</summary>
    public IReadOnlyList<DevUser> Users => _options.Users;

    /// <summary>Whom responses are made for; until it is set, applications cannot be opened.</summary>
    public DevServiceProvider? ServiceProvider { get; set; }

    /// <summary>Starts one and returns when it listens.</summary>
    /// <param name="options">How.</param>
    /// <param name="ct">Ends the start.</param>
    /// <exception cref="IOException">The port is taken, or the key cannot be kept.</exception>
    public static async Task<DevIdentityProvider> StartAsync(DevIdentityProviderOptions options, CancellationToken ct)
    {
        var provider = new DevIdentityProvider(options);
        try
        {
            await provider._app.StartAsync(ct);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }

        provider.Address = LoopbackHost.AddressOf(provider._app);
        return provider;
    }

    /// <summary>Makes a response as the portal would: the form field <c>SAMLResponse</c>, ready to be posted.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="team">The team whose application is opened; null for the application that serves all teams.</param>
    /// <param name="inResponseTo">The request that it answers; null when the portal begins.</param>
    /// <param name="change">Changes the response before it is written; null to leave it as it is.</param>
    public string CreateResponse(
        string user, string? team = null, string? inResponseTo = null, Func<ResponseOrder, ResponseOrder>? change = null)
    {
        var order = OrderFor(
            _options.Users.Single(known => known.Id == user),
            _options.Applications.FirstOrDefault(known => known.Team == team) ?? new("other", "Other", team, SendsGroups: false),
            Registered,
            inResponseTo);
        return ResponseWriter.Write(change is null ? order : change(order), _keys);
    }

    /// <summary>Makes a LogoutRequest as "sign out everywhere" would, by HTTP-Redirect: the address to send the browser to.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="sessionIndex">The session that ends; null for all of the person.</param>
    /// <param name="change">Changes the request before it is written; null to leave it as it is.</param>
    public Uri CreateLogoutRequest(string user, string? sessionIndex = null, Func<LogoutOrder, LogoutOrder>? change = null)
    {
        var order = LogoutFor(user, sessionIndex, change);
        return SamlRedirect.Write(order.Destination, "SAMLRequest", LogoutWriter.Request(order), order.RelayState, order.IsSigned ? _keys : null);
    }

    /// <summary>Makes a LogoutRequest for HTTP-POST: the form field <c>SAMLRequest</c>.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="sessionIndex">The session that ends; null for all of the person.</param>
    /// <param name="change">Changes the request before it is written; null to leave it as it is.</param>
    public string CreatePostedLogoutRequest(string user, string? sessionIndex = null, Func<LogoutOrder, LogoutOrder>? change = null)
    {
        var order = LogoutFor(user, sessionIndex, change);
        return order.IsSigned ? SignMessage(LogoutWriter.Request(order)) : SamlXml.ToBase64(LogoutWriter.Request(order));
    }

    /// <summary>Makes an access token for a user, as the token endpoint would.</summary>
    /// <param name="user">The user's id.</param>
    public string CreateAccessToken(string user)
        => _tokens.WriteAccess(Issuer, _options.Users.Single(known => known.Id == user), "studioctl");

    /// <summary>Stops listening and lets go of the key.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _keys.Dispose();
    }

    internal DevServiceProvider? Find(string entityId)
        => ServiceProvider is { } first && first.EntityId == entityId
            ? first
            : _options.OtherServiceProviders.FirstOrDefault(known => known.EntityId == entityId);

    internal string CreateResponse(DevSession session, DevApplication application, DevServiceProvider sp, string? inResponseTo, string? context)
    {
        var order = OrderFor(session.User, application, sp, inResponseTo);
        var chosen = context ?? (session.SecondFactorAt is null ? SamlNames.PasswordContext : SamlNames.MultiFactorContext);
        var instant = chosen == SamlNames.MultiFactorContext && session.SecondFactorAt > session.AuthenticatedAt
            ? session.SecondFactorAt.Value
            : session.AuthenticatedAt;
        return ResponseWriter.Write(
            order with
            {
                AuthnContextClass = chosen,
                AuthnInstant = instant,
                SessionIndex = session.Index,
                SessionLength = session.AuthenticatedAt + _options.SessionLength - order.IssuedAt,
            },
            _keys);
    }

    internal string CreateFailure(DevServiceProvider sp, string inResponseTo, string status)
        => ResponseWriter.Write(new FailureOrder(EntityId, sp.AssertionConsumerService, inResponseTo, _options.Time.GetUtcNow(), status), _keys);

    internal LogoutOrder LogoutFor(DevUser user, DevServiceProvider sp, IReadOnlyList<string> sessionIndexes) => new()
    {
        Issuer = EntityId,
        Destination = sp.SingleLogoutService ?? throw new InvalidOperationException("The service provider has no SingleLogoutService."),
        Subject = user.Email,
        SessionIndexes = sessionIndexes,
        IssuedAt = _options.Time.GetUtcNow(),
    };

    internal string SignMessage(XmlDocument message)
    {
        XmlSigner.Sign(message.DocumentElement!, _keys);
        return SamlXml.ToBase64(message);
    }

    internal Uri SignQuery(Uri destination, string field, XmlDocument message, string? relayState)
        => SamlRedirect.Write(destination, field, message, relayState, _keys);

    ResponseOrder OrderFor(DevUser user, DevApplication application, DevServiceProvider sp, string? inResponseTo)
    {
        var attributes = new List<KeyValuePair<string, IReadOnlyList<string>>> { new("ssouserid", [user.Id]) };
        if (application.Team is { } team)
        {
            attributes.Add(new("teamid", [team]));
        }

        if (application.SendsGroups && user.Groups.Count > 0)
        {
            attributes.Add(new("groups", user.Groups));
        }

        return new()
        {
            Issuer = EntityId,
            Subject = user.Email,
            Attributes = attributes,
            Audience = sp.EntityId,
            Recipient = sp.AssertionConsumerService,
            InResponseTo = inResponseTo,
            IssuedAt = _options.Time.GetUtcNow(),
            SignedParts = _options.SignedParts,
            EncryptFor = sp.EncryptionCertificate,
            AuthnContextClass = user.MultiFactor ? SamlNames.MultiFactorContext : SamlNames.PasswordContext,
        };
    }

    DevServiceProvider Registered
        => ServiceProvider ?? throw new InvalidOperationException("Set ServiceProvider first: a message is made for someone.");

    LogoutOrder LogoutFor(string user, string? sessionIndex, Func<LogoutOrder, LogoutOrder>? change)
    {
        var order = LogoutFor(_options.Users.Single(known => known.Id == user), Registered, sessionIndex is null ? [] : [sessionIndex]);
        return change is null ? order : change(order);
    }

    IResult GetToken(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        string? id = context.Request.Query["user"];
        return _options.Users.FirstOrDefault(known => known.Id == id) is { } user
            ? Results.Text(_tokens.WriteAccess(Issuer, user, "studioctl"))
            : Results.Text($"Say whose: ?user= one of {string.Join(", ", _options.Users.Select(known => known.Id))}.\n", statusCode: StatusCodes.Status400BadRequest);
    }
}
