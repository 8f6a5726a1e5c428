using ControlPlane.Server.Options;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Identity.Web;

namespace ControlPlane.Server.Authorization;

/// <summary>Registers a validator of tokens for each issuer.</summary>
static class AuthenticationSetup
{
    // Asymmetric only: a public key must never serve as a shared secret.
    static readonly string[] _algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public static void AddTokens(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSection<ApiOptions, ApiOptionsValidator>("Api");
        services.AddSingleton<CallerReader>();

        // Read now because a scheme must exist before the first request; what is wrong in it is reported at start.
        var issuers = (configuration.GetSection("Api").Get<ApiOptions>() ?? new()).Issuers.AsReadOnly();
        var schemes = new IssuerSchemes(issuers);
        var builder = services.AddAuthentication(IssuerSchemes.Selector)
            .AddPolicyScheme(IssuerSchemes.Selector, null, o => o.ForwardDefaultSelector = schemes.Select)
            .AddScheme<AuthenticationSchemeOptions, NobodyHandler>(IssuerSchemes.Nobody, null);
        foreach (var (name, issuer) in issuers)
        {
            builder.AddIssuer(IssuerSchemes.Of(name), issuer);
        }
    }

    static void AddIssuer(this AuthenticationBuilder builder, string scheme, IssuerOptions issuer)
    {
        if (issuer.EntraTenant is { } tenant)
        {
            builder.AddMicrosoftIdentityWebApi(
                jwt => Harden(jwt, scheme, issuer.Audience, issuer.EntraInstance),
                entra =>
                {
                    entra.Instance = issuer.EntraInstance.ToString();
                    entra.TenantId = tenant;
                    entra.ClientId = issuer.Audience;
                },
                scheme);
            return;
        }

        builder.AddJwtBearer(scheme, jwt =>
        {
            jwt.Authority = issuer.Authority?.ToString();
            Harden(jwt, scheme, issuer.Audience, issuer.Authority);
        });
    }

    static void Harden(JwtBearerOptions jwt, string scheme, string audience, Uri? authority)
    {
        jwt.MapInboundClaims = false;
        jwt.RequireHttpsMetadata = authority is not { Scheme: "http", IsLoopback: true };
        jwt.IncludeErrorDetails = false;
        jwt.Events ??= new();
        jwt.Events.OnAuthenticationFailed = IssuerSchemes.NoteFailureAsync;
        jwt.TokenValidationParameters.ValidAudiences = [audience, $"api://{audience}"];
        jwt.TokenValidationParameters.ValidAlgorithms = _algorithms;
        jwt.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
        jwt.TokenValidationParameters.AuthenticationType = scheme;
    }
}
