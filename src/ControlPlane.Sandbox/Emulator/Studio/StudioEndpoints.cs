namespace ControlPlane.Sandbox.Emulator.Studio;

/// <summary>What a presigned URL opens: the sign-in that takes the token, and the page behind it.</summary>
static class StudioEndpoints
{
    const string Cookie = "emulated-studio";

    public static void MapStudio(this IEndpointRouteBuilder app, EmulatedWorld world)
    {
        app.MapGet("/studio/{host}/auth", (string host, string? token, HttpContext http) => SignIn(world, host, token, http));
        app.MapGet("/studio/{host}/{**page}", (string host, HttpContext http) => Open(world, host, http));
    }

    static IResult SignIn(EmulatedWorld world, string host, string? token, HttpContext http)
    {
        Protect(http.Response);
        var entry = world.Read(() => world.Sessions.Redeem(token ?? "", host, world.Now));
        if (entry.Refusal is { } refusal)
        {
            return Page(StudioPages.Refused(refusal), StatusCodes.Status403Forbidden);
        }

        http.Response.Cookies.Append(
            Cookie, entry.SessionId, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = $"/studio/{host}", IsEssential = true });

        // The redirect takes the token out of the address bar and the history.
        http.Response.Headers.Location = $"/studio/{host}/";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    static IResult Open(EmulatedWorld world, string host, HttpContext http)
    {
        Protect(http.Response);
        var now = world.Now;
        if (http.Request.Cookies[Cookie] is not { } id || world.Read(() => world.Sessions.Find(id, host, now)) is not { } session)
        {
            return Page(StudioPages.SignedOut(), StatusCodes.Status401Unauthorized);
        }

        return world.Read(() => session.Ticket.StillAllowed(now))
            ? Page(StudioPages.Studio(session, now), StatusCodes.Status200OK)
            : Page(StudioPages.Denied(), StatusCodes.Status403Forbidden);
    }

    static IResult Page(string html, int status) => Results.Content(html, "text/html; charset=utf-8", statusCode: status);

    static void Protect(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
