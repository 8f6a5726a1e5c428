using ControlPlane.Server.Options;

namespace ControlPlane.Server.Web;

/// <summary>Where a browser's request came from, by what only the browser itself can say (W3C Fetch Metadata; RFC 6454).</summary>
static class FetchSite
{
    /// <summary>Whether it may have come from our own pages: a browser that says otherwise is believed, one that says nothing must have
    /// our own header, which no other origin can add.</summary>
    public static bool IsPortalCall(HttpRequest request)
        => request.Headers["X-Portal"] == "1" && request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"];

    /// <summary>Whether a form was posted by a page of ours.</summary>
    public static bool IsOwnForm(HttpRequest request, ServerOptions server)
        => request.Headers["Sec-Fetch-Site"] is [var site] ? site == "same-origin"
            : request.Headers.Origin is [{ } origin] ? origin == server.PublicUrl!.GetLeftPart(UriPartial.Authority)
            : request.Headers["X-Portal"] == "1";

    /// <summary>Whether a person goes to a page: a link, the address bar or a redirect in a window, and neither a picture, a frame, a script of
    /// another site, nor a guess of the browser.</summary>
    public static bool IsNavigation(HttpRequest request)
        => request.Headers["Sec-Purpose"].Count == 0
            && (request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"] or ["none"]
                || (request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document"));
}
