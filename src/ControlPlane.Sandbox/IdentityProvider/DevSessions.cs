namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Who is signed in at the development identity provider: a cookie with the user's id. Anyone may sign in as anyone here, so
/// there is nothing to protect in it.</summary>
sealed class DevSessions(IReadOnlyList<DevUser> users)
{
    const string Cookie = "dev-identity-provider-user";

    public DevUser? Find(HttpContext context) => Find(context.Request.Cookies[Cookie]);

    public DevUser? Find(string? id) => users.FirstOrDefault(user => user.Id == id);

    public void Map(WebApplication app)
    {
        app.MapGet("/", (HttpContext context) => DevPages.Users(users, Find(context), LocalPath(context.Request.Query["continue"])));
        app.MapPost("/sign-in", SignInAsync);
        app.MapPost("/sign-out", SignOut);
    }

    /// <summary>Sends the browser to the start page, and from there back to where it was.</summary>
    public static IResult AskToSignIn(string backTo) => Results.Redirect("/?continue=" + Uri.EscapeDataString(backTo));

    /// <summary>Whether a page of another site made the browser send this form.</summary>
    public static bool ComesFromElsewhere(HttpContext context)
        => context.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    async Task<IResult> SignInAsync(HttpContext context, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        if (ComesFromElsewhere(context) || Find(form["user"]) is not { } user)
        {
            return DevPages.Problem("That did not work", "There is no such user. Go back to the start page and choose one.");
        }

        context.Response.Cookies.Append(Cookie, user.Id, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true });
        return Results.Redirect(LocalPath(form["continue"]) ?? "/portal");
    }

    IResult SignOut(HttpContext context)
    {
        if (ComesFromElsewhere(context))
        {
            return DevPages.Problem("That did not work", "Use the button on the portal page.");
        }

        context.Response.Cookies.Delete(Cookie);
        return Results.Redirect("/");
    }

    // Only paths of our own, never another site's address.
    static string? LocalPath(string? path)
        => path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : null;
}
