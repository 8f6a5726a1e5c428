using ControlPlane.Errors;
using ControlPlane.Saml.Metadata;
using ControlPlane.Server.Options;
using ControlPlane.SignIn;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Web;

/// <summary>The SAML door: where responses arrive, and who we are.</summary>
sealed class SamlEndpoints(
    SignInFlow flow, RelayStates relays, SessionCookie sessions, LoginEndpoints logins, Redirects redirects, IOptions<ServerOptions> options)
{
    /// <summary>The path of the Assertion Consumer Service.</summary>
    public const string AcsPath = "/saml/acs";

    /// <summary>The path of our metadata.</summary>
    public const string MetadataPath = "/saml/metadata";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(AcsPath, (HttpContext context, SamlEndpoints saml, CancellationToken ct) => saml.AcceptAsync(context, ct))
            .RequireRateLimiting(nameof(PostLimit));
        // Somebody who reloads or bookmarks the address, or an identity provider with the wrong binding.
        app.MapGet(AcsPath, IResult () => throw WebErrors.FormatNotSupported());
        app.MapGet(MetadataPath, (Saml.ServiceProvider self) => Results.Text(
            ServiceProviderMetadata.Write(self), ServiceProviderMetadata.MediaType, System.Text.Encoding.UTF8));
    }

    async Task<IResult> AcceptAsync(HttpContext context, CancellationToken ct)
    {
        var form = await ReadAsync(context, ct);
        var (relay, login) = relays.Read(context, form.RelayState);
        try
        {
            var outcome = await flow.AcceptAsync(new(form.SamlResponse, relay, login?.RequestId, Client.Of(context)), ct);
            if (outcome.SignedIn is { } who)
            {
                await sessions.BeginAsync(context, outcome.Reference, who, ct);
            }

            return redirects.For(context, outcome, login?.Return);
        }
        catch (RefusedException refusal) when (logins.StepUp(context, refusal, relay, login is { SteppedUp: true }) is { } again)
        {
            return again;
        }
    }

    async Task<SamlForm> ReadAsync(HttpContext context, CancellationToken ct)
    {
        try
        {
            return await SamlForm.ReadAsync(context.Request, options.Value, ct);
        }
        catch (RefusedException refusal)
        {
            throw await flow.TurnAwayAsync(refusal, Client.Of(context));
        }
    }
}
