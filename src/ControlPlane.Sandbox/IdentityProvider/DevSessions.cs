namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Who is signed in at the development identity provider. Anyone may sign in as anyone here; the cookie is unguessable only so that
/// a session can be ended.</summary>
sealed class DevSessions(DevIdentityProviderOptions options)
{
    const string Cookie = "dev-identity-provider-session";
    readonly PendingTable<DevSession> _sessions = new(options.SessionLength, options.Time);

    public DevUser? Find(HttpContext context) => FindSession(context)?.User;

    public DevSession? FindSession(HttpContext context) => _sessions.Find(context.Request.Cookies[Cookie]);

    /// <summary>Finds the session that a LogoutRequest names.</summary>
    /// <param name="subject">The subject of its assertions.</param>
    /// <param name="indexes">Session indexes; with none, any session of the person.</param>
    public DevSession? FindSession(string subject, IReadOnlyList<string> indexes)
        => _sessions.FindWhere(session => session.User.Email == subject && (indexes.Count == 0 || indexes.Contains(session.Index)));

    public void Map(WebApplication app)
    {
        app.MapGet("/", (HttpContext context) => DevPages.Users(
            options.Users,
            context.Request.Query.ContainsKey("anew") ? null : Find(context),
            LocalPath(context.Request.Query["continue"])));
        app.MapPost("/sign-in", SignInAsync);
        app.MapPost("/sign-out", SignOut);
    }

    /// <summary>Ends a session, whichever browser it is in.</summary>
    public void End(DevSession session)
    {
        foreach (var key in _sessions.KeysWhere(known => known == session))
        {
            _sessions.Take(key);
        }
    }

    /// <summary>Sends the browser to the start page, and from there back to where it was.</summary>
    /// <param name="backTo">A path of our own.</param>
    /// <param name="anew">Whether a session that is there does not do.</param>
    public static IResult AskToSignIn(string backTo, bool anew = false)
        => Results.Redirect("/?continue=" + Uri.EscapeDataString(backTo) + (anew ? "&anew=true" : ""));

    /// <summary>Whether a page of another site made the browser send this form.</summary>
    public static bool ComesFromElsewhere(HttpContext context)
        => context.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    async Task<IResult> SignInAsync(HttpContext context, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var user = options.Users.FirstOrDefault(known => known.Id == form["user"]);
        if (ComesFromElsewhere(context) || user is null)
        {
            return DevPages.Problem("That did not work", "There is no such user. Go back to the start page and choose one.");
        }

        // Whoever proves again who they are goes on with their session: the service providers in it stay known.
        var old = _sessions.Take(context.Request.Cookies[Cookie]);
        var session = old?.User == user ? old : new(user);
        session.Authenticate(options.Time.GetUtcNow());
        context.Response.Cookies.Append(Cookie, _sessions.Add(session), new() { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true });
        return Results.Redirect(LocalPath(form["continue"]) ?? "/portal");
    }

    IResult SignOut(HttpContext context)
    {
        if (ComesFromElsewhere(context))
        {
            return DevPages.Problem("That did not work", "Use the button on the portal page.");
        }

        _sessions.Take(context.Request.Cookies[Cookie]);
        context.Response.Cookies.Delete(Cookie);
        return Results.Redirect("/");
    }

    // Only paths of our own, never another site's address.
    static string? LocalPath(string? path)
        => path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : null;
}
