using System.Xml;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Single logout (SAMLProf 4.4): a service provider's request ends the session here, at the other service providers that were told
/// of it, and is answered; the portal's "sign out everywhere" does the same without a request.</summary>
sealed class SamlLogout(DevIdentityProvider provider, DevIdentityProviderOptions options, DevSessions sessions)
{
    readonly PendingTable<LogoutRun> _runs = new(TimeSpan.FromMinutes(10), options.Time);

    public void Map(WebApplication app)
    {
        app.MapGet("/saml/slo", ReceiveAsync);
        app.MapPost("/saml/slo", ReceiveAsync);
        app.MapPost("/sign-out-everywhere", SignOutEverywhere);
    }

    async Task<IResult> ReceiveAsync(HttpContext context, CancellationToken ct)
    {
        if (await ReceivedLogout.ReadAsync(context.Request, ct) is not { } message)
        {
            return DevPages.Problem("No logout message", "What arrived cannot be read as a LogoutRequest or LogoutResponse.");
        }

        if (provider.Find(message.Issuer) is not { } sp || !message.IsFrom(sp))
        {
            return DevPages.Problem("Unknown service provider", "The message's issuer is not registered here, or its signature is not the issuer's.");
        }

        return message.IsRequest ? Begin(message, sp)
            : message.IsResponse ? GoOn(message, sp)
            : DevPages.Problem("No logout message", "What arrived is neither a LogoutRequest nor a LogoutResponse.");
    }

    IResult SignOutEverywhere(HttpContext context)
    {
        if (DevSessions.ComesFromElsewhere(context))
        {
            return DevPages.Problem("That did not work", "Use the button on the portal page.");
        }

        if (sessions.FindSession(context) is not { } session)
        {
            return Results.Redirect("/");
        }

        sessions.End(session);
        return Next(_runs.Add(new(session, null, null)));
    }

    IResult Begin(ReceivedLogout request, DevServiceProvider sp)
    {
        if (sessions.FindSession(request.Subject, request.SessionIndexes) is not { } session)
        {
            // Nobody is signed in, which is all that was asked.
            return Answer(sp, request, isPartial: false);
        }

        sessions.End(session);
        return Next(_runs.Add(new(session, sp, request)));
    }

    IResult GoOn(ReceivedLogout response, DevServiceProvider sp)
    {
        if (_runs.Find(response.RelayState) is not { Awaited: { } awaited } run
            || awaited.ServiceProvider.EntityId != sp.EntityId
            || awaited.RequestId != response.InResponseTo)
        {
            return DevPages.Problem("No sign-out waits for this", "The answer belongs to no sign-out that is under way.");
        }

        run.Answer(response.IsComplete);
        return Next(response.RelayState!);
    }

    IResult Next(string key)
    {
        var run = _runs.Find(key)!;
        if (run.Next() is { } sp)
        {
            var order = provider.LogoutFor(run.Session.User, sp, [run.Session.Index]);
            run.Await(sp, order.Id);
            return Send(sp, sp.LogoutByPost, "SAMLRequest", LogoutWriter.Request(order), key);
        }

        _runs.Take(key);
        return run is { Requester: { } requester, Request: { } request }
            ? Answer(requester, request, run.IsPartial)
            : DevPages.SignedOut(run.Session.User, run.Told);
    }

    IResult Answer(DevServiceProvider sp, ReceivedLogout request, bool isPartial) => sp.SingleLogoutService is { } address
        ? Send(
            sp, request.CameByPost, "SAMLResponse",
            LogoutWriter.Response(provider.EntityId, address, request.Id, options.Time.GetUtcNow(), isPartial), request.RelayState)
        : DevPages.Problem("You are signed out", "The application has no address here that an answer could go to.");

    IResult Send(DevServiceProvider sp, bool byPost, string field, XmlDocument message, string? relayState)
        => byPost
            ? DevPages.PostLogout(sp.SingleLogoutService!, field, provider.SignMessage(message), relayState)
            : Results.Redirect(provider.SignQuery(sp.SingleLogoutService!, field, message, relayState).AbsoluteUri);
}
