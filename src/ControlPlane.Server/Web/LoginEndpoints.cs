using ControlPlane.Errors;
using ControlPlane.IdentityProviders;
using ControlPlane.Saml;
using ControlPlane.Saml.Bindings;
using ControlPlane.Server.Web.Pages;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ControlPlane.Server.Web;

/// <summary>Sign-ins that begin here: sends the browser to an identity provider.</summary>
sealed class LoginEndpoints(
    IdentityProviderRegistry providers, AuthnRequestBuilder requests, LoginCookie cookies, SessionCookie sessions, SignInFlow flow, Redirects redirects)
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", (LoginEndpoints login) => Page(login.Names, ""));
        app.MapGet("/saml/login", (HttpContext context, LoginEndpoints login, string? team, string? space, string? landing, string? @return)
            => login.Start(context, null, new(team, space, landing, @return)));
        app.MapGet("/saml/login/{idp}", (HttpContext context, LoginEndpoints login, string idp, string? team, string? space, string? landing, string? @return)
            => login.Start(context, idp, new(team, space, landing, @return)));
        app.MapGet("/launch", (HttpContext context, LoginEndpoints login, CancellationToken ct)
            => login.LaunchAsync(context, new(null, null, null, null), ct));
        app.MapGet("/launch/{team}/{space?}", (HttpContext context, LoginEndpoints login, string team, string? space, CancellationToken ct)
            => login.LaunchAsync(context, new(team, space, null, null), ct));
    }

    /// <summary>Sends the browser back for a stronger sign-in, once; null when that cannot help or was tried already.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refusal">Why the sign-in was refused.</param>
    /// <param name="wish">What it wanted.</param>
    /// <param name="tried">Whether it was sent back before.</param>
    public IResult? StepUp(HttpContext context, RefusedException refusal, RelayTarget? wish, bool tried)
    {
        if (tried
            || refusal.Metadata.GetValueOrDefault("identity_provider") is not { } name
            || providers.FindByName(name) is not { } provider
            || Demanded(refusal, name) is not { Length: > 0 } contexts)
        {
            return null;
        }

        var handle = LoginCookie.NewHandle();
        var message = Build(provider, handle, new() { AuthnContextClasses = contexts });
        cookies.Write(context, new(handle, message.RequestId, refusal.Metadata.GetValueOrDefault("team"), wish?.Space, wish?.LandingUri) { SteppedUp = true });
        return Onward.Again(context, message);
    }

    // Evidence of the form attribute=value is what an identity provider answers, and nothing that it can be asked for.
    string[] Demanded(RefusedException refusal, string provider) => refusal.Reason switch
    {
        "AUTHN_CONTEXT_TOO_WEAK" => refusal.Metadata["demanded"].Split(' ', StringSplitOptions.RemoveEmptyEntries),
        "MFA_REQUIRED" => [.. providers.Options(provider).MultiFactorEvidence.Where(e => !e.Contains('=', StringComparison.Ordinal))],
        _ => [],
    };

    async Task<IResult> LaunchAsync(HttpContext context, Wish wish, CancellationToken ct)
    {
        wish.Check();
        if (!FetchSite.IsNavigation(context.Request) || await sessions.FindAsync(context, ct) is not { } live)
        {
            return Start(context, null, wish);
        }

        var target = new RelayTarget(wish.Team is { } team ? TeamId.Parse(team) : null, wish.Space);
        try
        {
            return redirects.For(context, await flow.OpenAsync(live.Session, target, Client.Of(context), ct), null);
        }
        catch (RefusedException refusal) when (StepUp(context, refusal, target, tried: false) is { } again)
        {
            return again;
        }
    }

    IReadOnlyList<string> Names => [.. providers.Usable.Select(p => p.Name)];

    IResult Start(HttpContext context, string? name, Wish wish)
    {
        wish.Check();
        if (name is null && Names is not [_])
        {
            return Page(Names, wish.ToQuery());
        }

        var provider = name is null ? providers.Usable[0] : Find(name);
        var handle = LoginCookie.NewHandle();
        var message = Build(provider, handle, null);
        cookies.Write(context, new(handle, message.RequestId, wish.Team, wish.Space, wish.Landing) { Return = wish.Return });
        return Onward.To(context, message);
    }

    IdentityProvider Find(string name)
        => providers.FindByName(name) is { } found ? found
            : providers.Status.Any(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ? throw WebErrors.IdentityProviderUnavailable(name)
            : throw WebErrors.IdentityProviderUnknown();

    AuthnRequestMessage Build(IdentityProvider provider, string handle, AuthnRequestOptions? wanted)
    {
        try
        {
            return requests.Build(provider, handle, wanted);
        }
        catch (SamlRefusedException refusal)
        {
            throw WebErrors.RequestImpossible(refusal);
        }
    }

    static RazorComponentResult<ProvidersPage> Page(IReadOnlyList<string> names, string query) => new(new { Providers = names, Query = query });

    /// <summary>What the link asks for.</summary>
    sealed record Wish(string? Team, string? Space, string? Landing, string? Return)
    {
        public void Check()
        {
            if (Team is not null && !TeamId.TryParse(Team, null, out _))
            {
                throw WebErrors.TeamMalformed();
            }

            if (Space is not null && !RelayStates.IsSpace(Space))
            {
                throw WebErrors.SpaceMalformed();
            }

            if (Landing is { Length: > 1023 })
            {
                throw WebErrors.LandingTooLong();
            }

            if (Return is not null && !ReturnPath.IsLocal(Return))
            {
                throw WebErrors.ReturnForeign();
            }
        }

        public string ToQuery() => QueryString.Create(
            new Dictionary<string, string?> { ["team"] = Team, ["space"] = Space, ["landing"] = Landing, ["return"] = Return }.Where(p => p.Value is not null)).ToString();
    }
}
