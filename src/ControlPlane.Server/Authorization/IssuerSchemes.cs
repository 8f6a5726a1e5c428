using ControlPlane.Server.Options;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ControlPlane.Server.Authorization;

/// <summary>Which authentication scheme a token belongs to: one for each issuer, found by the token's <c>iss</c>. The claim is not believed
/// here; it only picks who validates it.</summary>
sealed class IssuerSchemes(IReadOnlyDictionary<string, IssuerOptions> issuers)
{
    /// <summary>The scheme that picks another.</summary>
    public const string Selector = "api";

    /// <summary>The scheme of tokens that nobody here validates.</summary>
    public const string Nobody = "api-nobody";

    const string Prefix = "api:";
    static readonly object _unavailable = new();
    static readonly JsonWebTokenHandler _reader = new() { MaximumTokenSizeInBytes = 32 * 1024 };

    /// <summary>The scheme of an issuer.</summary>
    public static string Of(string issuer) => Prefix + issuer;

    /// <summary>The issuer of a scheme; null when it is none of ours.</summary>
    public static string? NameOf(string? scheme) => scheme?.StartsWith(Prefix, StringComparison.Ordinal) is true ? scheme[Prefix.Length..] : null;

    /// <summary>Ends a failed validation without an exception: what the caller is told is decided where details can be given.</summary>
    public static async Task NoteFailureAsync(AuthenticationFailedContext failure)
    {
        failure.HttpContext.Items[_unavailable] = !await HasKeysAsync(failure);
        failure.Fail(failure.Exception);
    }

    /// <summary>Whether a request's token could not be checked because of its issuer.</summary>
    public static bool IsIssuerUnavailable(HttpContext context) => context.Items[_unavailable] is true;

    /// <summary>The scheme for a request's token.</summary>
    public string Select(HttpContext context)
    {
        var issuer = ReadIssuer(context.Request.Headers.Authorization.ToString());
        var found = issuer is null ? null : issuers.Where(i => Issues(i.Value, issuer)).Select(i => i.Key).FirstOrDefault();
        return found is null ? Nobody : Of(found);
    }

    // Without the issuer's keys every token looks forged. They are cached, so asking again costs nothing once they were read.
    static async Task<bool> HasKeysAsync(AuthenticationFailedContext failure)
    {
        try
        {
            return failure.Options.ConfigurationManager is not { } manager
                || await manager.GetConfigurationAsync(failure.HttpContext.RequestAborted) is not null;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            return false;
        }
    }

    static string? ReadIssuer(string authorization)
    {
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token = authorization[7..].Trim();
        try
        {
            return _reader.CanReadToken(token) ? _reader.ReadJsonWebToken(token).Issuer : null;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenMalformedException)
        {
            // Not a token: nobody validates it, and the call is refused.
            return null;
        }
    }

    static bool Issues(IssuerOptions options, string issuer) => options switch
    {
        { Authority: { } authority } => issuer.TrimEnd('/') == authority.ToString().TrimEnd('/'),
        // Version 2.0 and 1.0 tokens; Microsoft.Identity.Web checks the issuer itself.
        { EntraTenant: { } tenant } => issuer.TrimEnd('/') == new Uri(options.EntraInstance, $"{tenant}/v2.0").ToString()
            || issuer.TrimEnd('/') == $"https://sts.windows.net/{tenant}",
        _ => false,
    };
}
