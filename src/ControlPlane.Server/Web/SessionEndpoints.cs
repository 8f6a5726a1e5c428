using ControlPlane.IdentityProviders;
using ControlPlane.Saml;
using ControlPlane.Saml.Logout;
using ControlPlane.Server.Options;
using ControlPlane.SignIn;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Web;

/// <summary>Signing out, from here and from the identity provider (SAMLProf 4.4).</summary>
sealed partial class SessionEndpoints(
    BrowserSessions sessions, SessionCookie cookie, LogoutCookie requests, LogoutMessageBuilder messages, LogoutValidator validator,
    IdentityProviderRegistry providers, IOptions<ServerOptions> options, ILogger<SessionEndpoints> log)
{
    /// <summary>The path of our SingleLogoutService.</summary>
    public const string LogoutPath = "/saml/slo";

    const string Afterwards = "/?signed-out";
    const int LargestForm = 64 * 1024;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/session/logout", (HttpContext context, SessionEndpoints session, CancellationToken ct) => session.SignOutAsync(context, ct));
        app.MapGet(LogoutPath, (HttpContext context, SessionEndpoints session, CancellationToken ct) => session.TakeQueryAsync(context, ct))
            .RequireRateLimiting(nameof(PostLimit));
        app.MapPost(LogoutPath, (HttpContext context, SessionEndpoints session, CancellationToken ct) => session.TakeFormAsync(context, ct))
            .RequireRateLimiting(nameof(PostLimit));
    }

    async Task<IResult> SignOutAsync(HttpContext context, CancellationToken ct)
    {
        if (!FetchSite.IsOwnForm(context.Request, options.Value))
        {
            throw WebErrors.SignOutForged();
        }

        var live = await cookie.FindAsync(context, ct);
        cookie.Delete(context);
        if (live is null)
        {
            return Redirects.SeeOther(Afterwards);
        }

        await sessions.EndAsync(live.Session);
        if (providers.Find(live.Session.Issuer) is not { } provider || !LogoutMessageBuilder.CanReach(provider))
        {
            return Redirects.SeeOther(Afterwards);
        }

        var message = messages.BuildRequest(provider, live.Session.Subject, live.Session.SessionIndex, null, null);
        requests.Write(context, message.Id);
        return Onward.To(context, message);
    }

    async Task<IResult> TakeQueryAsync(HttpContext context, CancellationToken ct)
    {
        // As the browser sent it: the signature covers these very characters.
        var query = context.Request.QueryString.Value ?? "";
        return context.Request.Query.ContainsKey("SAMLRequest") ? await FollowAsync(context, () => validator.ValidateRedirectRequest(query), ct)
            : context.Request.Query.ContainsKey("SAMLResponse") ? Conclude(context, id => validator.ValidateRedirectResponse(query, id))
            : throw WebErrors.LogoutMissing();
    }

    async Task<IResult> TakeFormAsync(HttpContext context, CancellationToken ct)
    {
        var fields = await ReadAsync(context.Request, ct);
        var relay = fields.GetValueOrDefault("RelayState");
        return fields.TryGetValue("SAMLRequest", out var request) ? await FollowAsync(context, () => validator.ValidatePostedRequest(request, relay), ct)
            : fields.TryGetValue("SAMLResponse", out var response) ? Conclude(context, id => validator.ValidatePostedResponse(response, relay, id))
            : throw WebErrors.LogoutMissing();
    }

    // By the identity provider's order alone: the browser's own cookie need not be there, for it does not cross sites with a post.
    async Task<IResult> FollowAsync(HttpContext context, Func<Verified<LogoutRequest>> validate, CancellationToken ct)
    {
        var order = Believe(validate);
        var provider = providers.Find(order.Value.Issuer) ?? throw WebErrors.IdentityProviderUnknown();
        var ended = await sessions.EndAsync(order, ct);
        LogFollowed(provider.Name, ended ?? 0);
        cookie.Delete(context);
        return LogoutMessageBuilder.CanReach(provider)
            ? Onward.To(context, messages.BuildResponse(provider, order, ended is null ? LogoutStatus.RequestDenied : LogoutStatus.Success))
            : Redirects.SeeOther(Afterwards);
    }

    // Our own session ended before the browser left, so whatever comes back changes nothing here.
    IResult Conclude(HttpContext context, Func<string, Verified<LogoutResponse>> validate)
    {
        if (requests.Take(context) is { } id && Believe(() => validate(id)).Value is { IsPartial: true } partial)
        {
            LogPartial(partial.Issuer);
        }

        return Redirects.SeeOther(Afterwards);
    }

    static Verified<T> Believe<T>(Func<Verified<T>> validate)
        where T : class
    {
        try
        {
            return validate();
        }
        catch (SamlRefusedException refusal)
        {
            throw WebErrors.LogoutNotBelieved(refusal);
        }
    }

    static async Task<Dictionary<string, string>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            using var reader = new FormReader(request.Body) { ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = LargestForm };
            var fields = await reader.ReadFormAsync(ct);
            return fields.Where(f => f.Value is [{ }]).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        }
        catch (InvalidDataException)
        {
            throw WebErrors.LogoutMissing();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Provider} ordered a sign-out, which ended {Count} sessions")]
    partial void LogFollowed(string provider, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Issuer} signed a person out but could not tell all other service providers")]
    partial void LogPartial(string issuer);
}
