using ControlPlane.Server.Options;
using ControlPlane.SignIn;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Web;

/// <summary>Keeps a session's id in the browser that signed in.</summary>
sealed class SessionCookie(BrowserSessions sessions, IOptions<ServerOptions> options)
{
    // The prefix makes browsers refuse the cookie from anything but this very host by https (RFC 6265bis 4.1.3.2).
    string Name => options.Value.IsHttps ? "__Host-cp-session" : "cp-session";

    /// <summary>What the browser brought; null when it brought none, or when sessions are off.</summary>
    public string? Read(HttpContext context)
        => options.Value.BrowserSession.Enabled && context.Request.Cookies[Name] is { Length: > 0 and < 256 } id ? id : null;

    /// <summary>The session of a request; null when there is none.</summary>
    public async Task<LiveSession?> FindAsync(HttpContext context, CancellationToken ct)
        => Read(context) is { } id ? await sessions.FindAsync(id, ct) : null;

    /// <summary>Begins a session with a new id, whatever the browser had before: an id that somebody planted is worth nothing.</summary>
    public async Task BeginAsync(HttpContext context, SignInReference reference, SignedIn who, CancellationToken ct)
    {
        if (!options.Value.BrowserSession.Enabled)
        {
            return;
        }

        if (await FindAsync(context, ct) is { } earlier)
        {
            await sessions.EndAsync(earlier.Session);
        }

        if (await sessions.BeginAsync(reference, who, ct) is { } id)
        {
            context.Response.Cookies.Append(Name, id, Attributes());
        }
    }

    /// <summary>Takes the id back.</summary>
    public void Delete(HttpContext context) => context.Response.Cookies.Delete(Name, Attributes());

    // Lax: links from elsewhere open Studio, and no request that another site makes carries it. It lives as long as the browser; the
    // session itself ends earlier.
    CookieOptions Attributes() => new()
    {
        Path = "/",
        HttpOnly = true,
        Secure = options.Value.IsHttps,
        SameSite = SameSiteMode.Lax,
        IsEssential = true,
    };
}
