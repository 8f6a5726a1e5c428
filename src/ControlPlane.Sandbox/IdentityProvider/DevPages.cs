using ControlPlane.Sandbox.Hosting;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>The pages of the development identity provider. All work without JavaScript.</summary>
static class DevPages
{
    public static IResult Users(IEnumerable<DevUser> users, DevUser? current, string? continueAt)
    {
        var hidden = continueAt is null ? default : Html.Of($"<input type=\"hidden\" name=\"continue\" value=\"{continueAt}\">");
        var signedIn = current is null
            ? default
            : Html.Of($"<p>You are signed in as {current.DisplayName}. <a href=\"{continueAt ?? "/portal"}\">Go on as {current.DisplayName}</a></p>");
        var cards = users.Select(user => Html.Of($"""
            <li><form method="post" action="/sign-in"><input type="hidden" name="user" value="{user.Id}">{hidden}
            <button class="card"><span class="avatar" aria-hidden="true">{Initials(user)}</span>
            <span><strong>Sign in as {user.DisplayName}</strong><span class="note">{user.Note}</span></span></button></form></li>
            """));
        return Page("Who are you?", null, Html.Of($"""
            <h1>Who are you?</h1>
            <p>Choose a person. There are no passwords here.</p>{signedIn}
            <ul class="cards">{cards}</ul>
            """));
    }

    public static IResult Portal(DevSession session, IEnumerable<DevApplication> applications)
    {
        var user = session.User;
        var tiles = applications.Select(application => Html.Of($"""
            <li><a class="card" href="/saml/start/{application.Id}"><span class="avatar square" aria-hidden="true">{application.Team?[^1..] ?? "S"}</span>
            <span><strong>{application.DisplayName}</strong><span class="note">{application.Description}</span></span></a></li>
            """)).ToList();
        var list = tiles.Count > 0
            ? Html.Of($"<ul class=\"cards\">{tiles}</ul>")
            : Html.Of($"<p>No application is assigned to {user.DisplayName}.</p>");
        return Page("Your applications", user, Html.Of($"""
            <h1>Your applications</h1>
            {list}
            {SignOutEverywhere(session)}
            <p class="note">For the API: <a href="/dev/token?user={user.Id}">a token for {user.DisplayName}</a>, good for an hour.</p>
            """));
    }

    public static IResult PostResponse(string application, Uri acs, string response, string? relayState)
    {
        var relay = relayState is null ? default : Html.Of($"<input type=\"hidden\" name=\"RelayState\" value=\"{relayState}\">");
        return Page($"Opening {application}", null, Html.Of($"""
            <h1>Opening {application}</h1>
            <form method="post" action="{acs}" id="saml"><input type="hidden" name="SAMLResponse" value="{response}">{relay}
            <p>Your browser takes the signed response to the gateway.</p>
            <button class="primary">Continue</button></form>
            <script src="/assets/submit.js"></script>
            """));
    }

    public static IResult PostLogout(Uri address, string field, string message, string? relayState)
    {
        var relay = relayState is null ? default : Html.Of($"<input type=\"hidden\" name=\"RelayState\" value=\"{relayState}\">");
        return Page("Signing out", null, Html.Of($"""
            <h1>Signing out</h1>
            <form method="post" action="{address}" id="saml"><input type="hidden" name="{field}" value="{message}">{relay}
            <p>Your browser takes the signed message to the application.</p>
            <button class="primary">Continue</button></form>
            <script src="/assets/submit.js"></script>
            """));
    }

    public static IResult SecondFactor(DevUser user, string request) => Page("Confirm a second factor", user, Html.Of($"""
        <h1>Confirm a second factor</h1>
        <p>The application wants to know that more than a password was used. {user.DisplayName} would now use a phone or a key.</p>
        <form method="post" action="/saml/second-factor/{request}">
        <button class="primary" name="decision" value="confirm">Confirm the second factor</button>
        <button name="decision" value="refuse">Refuse</button>
        <button name="decision" value="ignore">Go on without it</button></form>
        """));

    public static IResult SignedOut(DevUser user, IReadOnlyList<KeyValuePair<string, bool>> told)
    {
        var outcomes = told.Select(one => Html.Of($"<li>{one.Key}: {(one.Value ? "signed out" : "could not be told, or did not sign you out")}</li>"));
        var list = told.Count > 0 ? Html.Of($"<ul>{outcomes}</ul>") : Html.Of($"<p>No application knew of you.</p>");
        return Page("You are signed out", null, Html.Of($"""
            <h1>You are signed out</h1>
            <p>{user.DisplayName} is signed out here and at the applications that this browser opened:</p>
            {list}
            <p><a href="/">To the start page</a></p>
            """));
    }

    public static IResult Device(DevUser user, string? userCode) => Page("Connect a tool", user, Html.Of($"""
        <h1>Connect a tool</h1>
        <form method="post" action="/device"><p><label for="code">The code that the tool shows</label>
        <input id="code" name="user_code" value="{userCode}" autocomplete="off" required></p>
        <p>The tool will act as {user.DisplayName}.</p>
        <button class="primary" name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></form>
        """));

    public static IResult DeviceDone(bool denied) => Page("Connect a tool", null, denied
        ? Html.Of($"<h1>The tool was turned away</h1><p>You can close this page.</p>")
        : Html.Of($"<h1>The tool is connected</h1><p>You can close this page and go on in the tool.</p>"));

    public static IResult Problem(string title, string message) => Page(
        title, null, Html.Of($"<h1>{title}</h1><p>{message}</p><p><a href=\"/\">To the start page</a></p>"), StatusCodes.Status400BadRequest);

    public static void MapAssets(WebApplication app)
    {
        app.MapGet("/assets/idp.css", () => Results.Text(Assets.Read("idp.css"), "text/css"));
        app.MapGet("/assets/submit.js", () => Results.Text("document.getElementById('saml').submit();", "text/javascript"));
    }

    public static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return next(context);
    }

    static IResult Page(string title, DevUser? user, Html body, int status = StatusCodes.Status200OK)
    {
        var who = user is null ? default : Html.Of($"""
            <form method="post" action="/sign-out"><span>{user.DisplayName}</span> <button>Sign out</button></form>
            """);
        return Results.Text(Html.Of($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} · Development identity provider</title><link rel="stylesheet" href="/assets/idp.css"></head>
            <body><aside class="banner" aria-label="Warning"><strong>Development only.</strong> This identity provider asks for no password.</aside>
            <header><span class="brand">Development identity provider</span>{who}</header>
            <main>{body}</main></body></html>
            """).Text, "text/html; charset=utf-8", statusCode: status);
    }

    static Html SignOutEverywhere(DevSession session)
    {
        var known = session.Participants.Select(sp => sp.EntityId).ToList();
        var note = known.Count > 0 ? $"Ends your session here and at {string.Join(", ", known)}." : "No application was opened yet.";
        return Html.Of($"""
            <form method="post" action="/sign-out-everywhere"><button>Sign out everywhere</button> <span class="note">{note}</span></form>
            """);
    }

    static string Initials(DevUser user) => user.DisplayName is [var first, .., var last] && char.IsDigit(last) ? $"{first}{last}" : user.DisplayName[..1];
}
