using System.Security.Cryptography;
using System.Text;
using ControlPlane.Server.Options;
using ControlPlane.SignIn;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Web;

/// <summary>Keeps the secret half of a waiting sign-in in the browser that it belongs to.</summary>
sealed class TicketCookie(IOptions<ServerOptions> options)
{
    const string Name = "cp-ticket";

    /// <summary>Gives the browser the secret; it goes back to this sign-in's own pages alone.</summary>
    public void Write(HttpContext context, SignInTicket ticket)
        => context.Response.Cookies.Append(Name, ticket.Secret, Attributes(ticket.Reference));

    /// <summary>Takes it back when the sign-in is over.</summary>
    public void Delete(HttpContext context, SignInReference reference) => context.Response.Cookies.Delete(Name, Attributes(reference));

    /// <summary>The ticket of a request.</summary>
    /// <exception cref="Errors.RefusedException"><c>SIGN_IN_NOT_FOUND</c>: the browser has none, or the address is none of ours.</exception>
    public static SignInTicket Read(HttpContext context, string reference)
        => SignInReference.TryParse(reference, null, out var parsed) && context.Request.Cookies[Name] is { Length: > 0 and < 512 } secret
            ? new(parsed, secret)
            : throw WebErrors.SignInNotFound();

    /// <summary>A token for forms of this sign-in: only who knows the secret can make it.</summary>
    public static string FormToken(SignInTicket ticket) => WebEncoders.Base64UrlEncode(Mac(ticket));

    /// <summary>Checks a form's token.</summary>
    /// <exception cref="Errors.RefusedException"><c>FORM_TOKEN_INVALID</c>.</exception>
    public static void CheckFormToken(SignInTicket ticket, string? token)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(token ?? ""), Encoding.ASCII.GetBytes(FormToken(ticket))))
        {
            throw WebErrors.FormForged();
        }
    }

    static byte[] Mac(SignInTicket ticket)
        => HMACSHA256.HashData(Encoding.UTF8.GetBytes(ticket.Secret), Encoding.UTF8.GetBytes($"form {ticket.Reference}"));

    // Lax: the browser comes from the identity provider's post by our own redirect, which Strict would not survive.
    // It lives as long as the browser; the sign-in itself ends earlier.
    CookieOptions Attributes(SignInReference reference) => new()
    {
        Path = $"/launch/{reference}",
        HttpOnly = true,
        Secure = options.Value.IsHttps,
        SameSite = SameSiteMode.Lax,
        IsEssential = true,
    };
}
