using System.Security.Cryptography;
using ControlPlane.Saml.Logout;
using ControlPlane.Server.Options;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Web;

/// <summary>Ties our LogoutRequest to the browser that was sent away with it.</summary>
sealed class LogoutCookie(IDataProtectionProvider protection, IOptions<ServerOptions> options)
{
    const string Name = "cp-logout";
    readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("ControlPlane.Server.Logout.v1").ToTimeLimitedDataProtector();

    /// <summary>Gives the browser the request's id.</summary>
    public void Write(HttpContext context, string requestId)
        => context.Response.Cookies.Append(Name, _protector.Protect(requestId, LogoutMessageBuilder.Lifetime), Attributes());

    /// <summary>The id of the request that this browser was sent away with; null when there is none. It is used up.</summary>
    public string? Take(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { } text)
        {
            return null;
        }

        context.Response.Cookies.Delete(Name, Attributes());
        try
        {
            return _protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            // Not ours, too old, or sealed with keys that are gone: the same as no cookie.
            return null;
        }
    }

    // As for LoginCookie: the identity provider may answer by a post across sites.
    CookieOptions Attributes() => new()
    {
        Path = SessionEndpoints.LogoutPath,
        HttpOnly = true,
        Secure = options.Value.IsHttps,
        SameSite = options.Value.IsHttps ? SameSiteMode.None : SameSiteMode.Lax,
        IsEssential = true,
    };
}
