namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>The SAML side: the portal's applications, and the single sign-on endpoint for requests of service providers.</summary>
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
        app.MapPost("/saml/second-factor/{id}", AnswerSecondFactorAsync);
    }

    IResult ShowPortal(HttpContext context) => sessions.FindSession(context) is { } session
        ? DevPages.Portal(session, options.Applications.Where(application => application.IsFor(session.User)))
        : DevSessions.AskToSignIn("/portal");

    IResult Start(string application, HttpContext context)
    {
        if (sessions.FindSession(context) is not { } session)
        {
            return DevSessions.AskToSignIn(context.Request.Path + context.Request.QueryString);
        }

        if (provider.ServiceProvider is not { } sp)
        {
            return DevPages.Problem("No service provider", "The gateway's address was never registered here.");
        }

        return options.Applications.FirstOrDefault(a => a.Id == application && a.IsFor(session.User)) is { } found
            ? Respond(session, found, sp, null, null, context.Request.Query["RelayState"])
            : DevPages.Problem("That application is not yours", $"{session.User.DisplayName} has no application '{application}'.");
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

        if (provider.Find(request.Issuer) is not { } sp
            || (request.AssertionConsumerService is { } acs && acs != sp.AssertionConsumerService.AbsoluteUri))
        {
            // The answer goes only to the service provider that we know, never to an address that a request brings along.
            return DevPages.Problem("Unknown service provider", "The request's issuer or its ACS address is not the one that is registered here.");
        }

        // Through a redirect even when a session is there: what another site posts comes without our cookie.
        var id = _requests.Add(request with { ReceivedAt = options.Time.GetUtcNow() });
        return Results.Redirect($"/saml/continue/{id}");
    }

    IResult Continue(string id, HttpContext context)
    {
        if (_requests.Find(id) is not { } request || provider.Find(request.Issuer) is not { } sp)
        {
            return DevPages.Problem("This sign-in is over", "It was used already or took longer than ten minutes. Start again.");
        }

        var session = sessions.FindSession(context);
        var chosen = AuthnContexts.Choose(request, session?.SecondFactorAt is not null);
        var mustSignIn = session is null || (request.ForceAuthn && session.AuthenticatedAt < request.ReceivedAt);
        var mustConfirm = chosen == SamlNames.MultiFactorContext && !IsConfirmed(session, request);
        return chosen is null ? Fail(id, request, sp, "NoAuthnContext")
            : request.IsPassive && (mustSignIn || mustConfirm) ? Fail(id, request, sp, "NoPassive")
            : mustSignIn ? DevSessions.AskToSignIn($"/saml/continue/{id}", anew: session is not null)
            : mustConfirm ? DevPages.SecondFactor(session!.User, id)
            : Respond(id, session!, request, sp, chosen);
    }

    static bool IsConfirmed(DevSession? session, AuthnRequest request)
        => session?.SecondFactorAt is { } confirmed && (!request.ForceAuthn || confirmed >= request.ReceivedAt);

    async Task<IResult> AnswerSecondFactorAsync(string id, HttpContext context, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        if (DevSessions.ComesFromElsewhere(context)
            || sessions.FindSession(context) is not { } session
            || _requests.Find(id) is not { } request
            || provider.Find(request.Issuer) is not { } sp)
        {
            return DevPages.Problem("This sign-in is over", "It was used already or took longer than ten minutes. Start again.");
        }

        switch (form["decision"].ToString())
        {
            case "confirm":
                session.ConfirmSecondFactor(options.Time.GetUtcNow());
                return Results.Redirect($"/saml/continue/{id}");
            case "ignore":
                return Respond(id, session, request, sp, SamlNames.PasswordContext);
            default:
                return Fail(id, request, sp, "AuthnFailed");
        }
    }

    IResult Respond(string id, DevSession session, AuthnRequest request, DevServiceProvider sp, string context)
    {
        if (_requests.Take(id) is null)
        {
            return DevPages.Problem("This sign-in is over", "It was used already. Start again.");
        }

        return options.Applications.FirstOrDefault(application => application.Team is null) is { } forAllTeams
            ? Respond(session, forAllTeams, sp, request.Id, context, request.RelayState)
            : DevPages.Problem("No application", "No application here serves all teams, so a request cannot be answered.");
    }

    IResult Respond(
        DevSession session, DevApplication application, DevServiceProvider sp, string? inResponseTo, string? context, string? relayState)
    {
        session.Join(sp);
        var response = provider.CreateResponse(session, application, sp, inResponseTo, context);
        return DevPages.PostResponse(application.DisplayName, sp.AssertionConsumerService, response, relayState);
    }

    IResult Fail(string id, AuthnRequest request, DevServiceProvider sp, string status)
    {
        _requests.Take(id);
        var response = provider.CreateFailure(sp, request.Id, status);
        return DevPages.PostResponse("the application without you", sp.AssertionConsumerService, response, request.RelayState);
    }
}
