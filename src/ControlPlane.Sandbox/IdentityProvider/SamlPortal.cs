namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>The SAML side: the portal's applications, and the single sign-on endpoint for requests of the service provider.</summary>
sealed class SamlPortal(DevIdentityProvider provider, DevIdentityProviderOptions options, DevSessions sessions)
{
    readonly PendingTable<AuthnRequest> _requests = new(TimeSpan.FromMinutes(10), options.Time);

    public void Map(WebApplication app)
    {
        app.MapGet("/saml/metadata", () => Results.Text(provider.Metadata, "application/samlmetadata+xml"));
        app.MapGet("/portal", ShowPortal);
        app.MapGet("/saml/start/{application}", Start);
        app.MapGet("/saml/sso", (HttpContext context) => Receive(
            context, AuthnRequest.TryRead(context.Request.Query["SAMLRequest"], deflated: true, context.Request.Query["RelayState"])));
        app.MapPost("/saml/sso", ReceivePostAsync);
        app.MapGet("/saml/continue/{id}", Continue);
    }

    IResult ShowPortal(HttpContext context) => sessions.Find(context) is { } user
        ? DevPages.Portal(user, options.Applications.Where(application => application.IsFor(user)))
        : DevSessions.AskToSignIn("/portal");

    IResult Start(string application, HttpContext context)
    {
        var path = context.Request.Path + context.Request.QueryString;
        if (sessions.Find(context) is not { } user)
        {
            return DevSessions.AskToSignIn(path);
        }

        return options.Applications.FirstOrDefault(a => a.Id == application && a.IsFor(user)) is { } found
            ? Respond(user, found, null, context.Request.Query["RelayState"])
            : DevPages.Problem("That application is not yours", $"{user.DisplayName} has no application '{application}'.");
    }

    async Task<IResult> ReceivePostAsync(HttpContext context, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        return Receive(context, AuthnRequest.TryRead(form["SAMLRequest"], deflated: false, form["RelayState"]));
    }

    IResult Receive(HttpContext context, AuthnRequest? request)
    {
        if (request is null)
        {
            return DevPages.Problem("No SAML request", "What arrived cannot be read as an AuthnRequest.");
        }

        if (provider.ServiceProvider is not { } sp
            || request.Issuer != sp.EntityId
            || (request.AssertionConsumerService is { } acs && acs != sp.AssertionConsumerService.AbsoluteUri))
        {
            // The answer goes only to the service provider that we know, never to an address that a request brings along.
            return DevPages.Problem("Unknown service provider", "The request's issuer or its ACS address is not the one that is registered here.");
        }

        var next = "/saml/continue/" + _requests.Add(request);
        return sessions.Find(context) is null || request.ForceAuthn ? DevSessions.AskToSignIn(next) : Results.Redirect(next);
    }

    IResult Continue(string id, HttpContext context)
    {
        if (sessions.Find(context) is not { } user)
        {
            return DevSessions.AskToSignIn($"/saml/continue/{id}");
        }

        if (_requests.Take(id) is not { } request)
        {
            return DevPages.Problem("This sign-in is over", "It was used already or took longer than ten minutes. Start again.");
        }

        return options.Applications.FirstOrDefault(application => application.Team is null) is { } forAllTeams
            ? Respond(user, forAllTeams, request.Id, request.RelayState)
            : DevPages.Problem("No application", "No application here serves all teams, so a request cannot be answered.");
    }

    IResult Respond(DevUser user, DevApplication application, string? inResponseTo, string? relayState)
    {
        if (provider.ServiceProvider is not { } sp)
        {
            return DevPages.Problem("No service provider", "The gateway's address was never registered here.");
        }

        var response = provider.CreateResponse(user, application, inResponseTo);
        return DevPages.PostResponse(application, sp.AssertionConsumerService, response, relayState);
    }
}
