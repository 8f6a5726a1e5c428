using ControlPlane.IdentityProviders;
using ControlPlane.Saml;
using ControlPlane.Saml.Bindings;
using ControlPlane.Server.Web.Pages;
using ControlPlane.Teams;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ControlPlane.Server.Web;

/// <summary>Sign-ins that begin here: sends the browser to an identity provider.</summary>
sealed class LoginEndpoints(IdentityProviderRegistry providers, AuthnRequestBuilder requests, LoginCookie cookies)
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", (LoginEndpoints login) => Page(login.Names, ""));
        app.MapGet("/saml/login", (HttpContext context, LoginEndpoints login, string? team, string? space, string? landing)
            => login.Start(context, null, new(team, space, landing)));
        app.MapGet("/saml/login/{idp}", (HttpContext context, LoginEndpoints login, string idp, string? team, string? space, string? landing)
            => login.Start(context, idp, new(team, space, landing)));
        app.MapGet("/launch/{team}/{space?}", (HttpContext context, LoginEndpoints login, string team, string? space)
            => login.Start(context, null, new(team, space, null)));
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
        var message = Build(provider, handle);
        cookies.Write(context, new(handle, message.RequestId, wish.Team, wish.Space, wish.Landing));
        return message switch
        {
            RedirectAuthnRequest redirect => Results.Redirect(redirect.Location.AbsoluteUri),
            PostAuthnRequest post => Post(context, post),
            _ => throw new InvalidOperationException($"No answer for {message.GetType().Name}."),
        };
    }

    IdentityProvider Find(string name)
        => providers.FindByName(name) is { } found ? found
            : providers.Status.Any(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ? throw WebErrors.IdentityProviderUnavailable(name)
            : throw WebErrors.IdentityProviderUnknown();

    AuthnRequestMessage Build(IdentityProvider provider, string handle)
    {
        try
        {
            return requests.Build(provider, handle, null);
        }
        catch (SamlRefusedException refusal)
        {
            throw WebErrors.RequestImpossible(refusal);
        }
    }

    static RazorComponentResult<OnwardPage> Post(HttpContext context, PostAuthnRequest request)
    {
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Policy(request.Action.GetLeftPart(UriPartial.Authority));
        return new(new { Request = request });
    }

    static RazorComponentResult<ProvidersPage> Page(IReadOnlyList<string> names, string query) => new(new { Providers = names, Query = query });

    /// <summary>What the link asks for.</summary>
    sealed record Wish(string? Team, string? Space, string? Landing)
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
        }

        public string ToQuery() => QueryString.Create(
            new Dictionary<string, string?> { ["team"] = Team, ["space"] = Space, ["landing"] = Landing }.Where(p => p.Value is not null)).ToString();
    }
}
