using System.Security.Cryptography;
using System.Text.Json;
using ControlPlane.Server.Options;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Web;

/// <summary>Ties an AuthnRequest to the browser that was sent away with it. RelayState has 80 bytes at most (SAMLBind 3.4.3), so it is a
/// random handle; what it stands for is in a cookie of that handle's name, encrypted, signed and expiring. Whoever brings the handle
/// without the cookie brings nothing.</summary>
sealed class LoginCookie(IDataProtectionProvider protection, IOptions<ServerOptions> options, TimeProvider time)
{
    const string NamePrefix = "cp-login-";
    const int HandleLength = 32;
    // The oldest go when a browser collects more: each tab that starts a sign-in adds one.
    const int MostAtOnce = 8;
    readonly IDataProtector _protector = protection.CreateProtector("ControlPlane.Server.Login.v1");

    /// <summary>A new handle: 160 random bits.</summary>
    public static string NewHandle() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", HandleLength);

    /// <summary>Whether a RelayState has the form of a handle.</summary>
    public static bool IsHandle(string relayState)
        => relayState.Length == HandleLength && relayState.All(c => c is (>= 'a' and <= 'z') or (>= '2' and <= '7'));

    /// <summary>Gives the browser its half.</summary>
    public void Write(HttpContext context, LoginRequest request)
    {
        foreach (var old in context.Request.Cookies.Keys.Where(k => k.StartsWith(NamePrefix, StringComparison.Ordinal)).Skip(MostAtOnce - 1))
        {
            context.Response.Cookies.Delete(old, Attributes());
        }

        var sealed_ = new Sealed(request, time.GetUtcNow() + options.Value.LoginLifetime);
        context.Response.Cookies.Append(
            NamePrefix + request.Handle,
            _protector.Protect(JsonSerializer.Serialize(sealed_)),
            Attributes(options.Value.LoginLifetime));
    }

    /// <summary>What a handle stands for in this browser; null when its cookie is missing, forged or too old. The cookie is used up.</summary>
    public LoginRequest? Take(HttpContext context, string handle)
    {
        if (context.Request.Cookies[NamePrefix + handle] is not { } text)
        {
            return null;
        }

        context.Response.Cookies.Delete(NamePrefix + handle, Attributes());
        try
        {
            var opened = JsonSerializer.Deserialize<Sealed>(_protector.Unprotect(text))!;
            return opened.Request.Handle == handle && opened.Until > time.GetUtcNow() ? opened.Request : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // Not ours, or sealed with keys that are gone: the same as no cookie.
            return null;
        }
    }

    // The identity provider's page posts across sites, which only SameSite=None survives, and that needs https. On loopback, where all
    // ports are one site, Lax does.
    CookieOptions Attributes(TimeSpan? age = null) => new()
    {
        Path = SamlEndpoints.AcsPath,
        HttpOnly = true,
        Secure = options.Value.IsHttps,
        SameSite = options.Value.IsHttps ? SameSiteMode.None : SameSiteMode.Lax,
        IsEssential = true,
        MaxAge = age,
    };

    sealed record Sealed(LoginRequest Request, DateTimeOffset Until);
}
