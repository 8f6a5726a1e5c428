using System.Runtime.CompilerServices;
using ControlPlane.Errors;
using ControlPlane.Profiles;
using ControlPlane.ReadModel;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.Extensions.Options;

namespace ControlPlane.SignIn;

/// <summary>The whole path of a sign-in. The SAML door enters with a response, the gRPC door with a principal; from the entitlement on
/// they are one. Every refusal is a <see cref="Errors.RefusedException"/> whose metadata holds the reference under <c>sign_in</c>.</summary>
/// <param name="door">Believes SAML responses.</param>
/// <param name="admission">Knows the people.</param>
/// <param name="reads">Knows the people from memory, where the store is asked again.</param>
/// <param name="launchPad">The path from the entitlement on.</param>
/// <param name="waitingRoom">What pages show.</param>
/// <param name="pendings">The sign-ins that wait.</param>
/// <param name="flights">The flight records.</param>
/// <param name="options">How long a browser is kept.</param>
public sealed class SignInFlow(
    SamlDoor door, Admission admission, LaunchReads reads, LaunchPad launchPad, WaitingRoom waitingRoom, PendingSignIns pendings, FlightLog flights, IOptions<SignInOptions> options)
{
    /// <summary>Takes a SAML response through every step.</summary>
    /// <exception cref="Errors.RefusedException">Every reason of a sign-in.</exception>
    public Task<SignInOutcome> AcceptAsync(SamlPost post, CancellationToken ct) => flights.FlyAsync(SignInReference.Create(), Doors.Saml, post.Client, null, async flight =>
    {
        await flight.StepAsync(StepNames.Accept, notes => TakePostAsync(post, notes));
        var arrival = await flight.StepAsync(StepNames.Verify, notes => door.VerifyAsync(post, flight, notes, ct));
        await flight.StepAsync(StepNames.Consume, _ => door.ConsumeAsync(arrival, ct));
        return post.Relay is { OnlySignIn: true } ? await AdmitAsync(flight, arrival, post, ct) : await LetInAsync(flight, arrival, post, ct);
    });

    /// <summary>Opens Studio for a browser that signed in earlier, or lets its person choose a team. Everything is checked as for a sign-in,
    /// from the person on.</summary>
    /// <param name="session">The session.</param>
    /// <param name="wish">What it wants.</param>
    /// <param name="client">Where the browser is now.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="Errors.RefusedException">Every reason of a sign-in from step 4 on.</exception>
    public Task<SignInOutcome> OpenAsync(BrowserSession session, RelayTarget wish, ClientContext client, CancellationToken ct)
    {
        var request = new SignInRequest
        {
            Principal = session.PrincipalAt(client.Address),
            Team = wish.Team,
            Space = wish.Space,
            LandingUri = wish.LandingUri,
            SessionSignIn = session.SignIn,
        };
        return flights.FlyAsync<SignInOutcome>(SignInReference.Create(), Doors.Session, client, null, async flight =>
        {
            await flight.StepAsync(StepNames.Accept, notes => TakeSessionAsync(session, notes));
            var (person, chosen, ticket) = await flight.StepAsync(StepNames.Identify, notes => IdentifyAsync(flight, request, notes, ct));
            return ticket is null ? await OpenAsync(flight, person, chosen, null, ct) : new PickOutcome(ticket);
        });
    }

    async Task<SignInOutcome> LetInAsync(Flight flight, Arrival arrival, SamlPost post, CancellationToken ct)
    {
        var (person, request, ticket) = await flight.StepAsync(StepNames.Identify, notes => IdentifyAsync(
            flight, AssertionReader.Read(arrival.Assertion.Value, arrival.Provider, arrival.Options, post), notes, ct));
        SignInOutcome outcome = ticket is null ? await OpenAsync(flight, person, request, null, ct) : new PickOutcome(ticket);
        return outcome with { SignedIn = SignedInBy(arrival, person) };
    }

    async Task<SignInOutcome> AdmitAsync(Flight flight, Arrival arrival, SamlPost post, CancellationToken ct)
    {
        var request = AssertionReader.Read(arrival.Assertion.Value, arrival.Provider, arrival.Options, post);
        var person = await flight.StepAsync(StepNames.Identify, notes =>
        {
            flight.Learn(request);
            notes["wanted"] = "to be signed in";
            return admission.AdmitAsync(request.Principal, ct);
        });
        return new SignedInOutcome(flight.Reference) { SignedIn = SignedInBy(arrival, person) };
    }

    static SignedIn SignedInBy(Arrival arrival, Person person) => new(
        person.Principal, arrival.Assertion.Value.Issuer, arrival.Assertion.Value.Subject, arrival.Assertion.Value.SessionIndex,
        arrival.Assertion.Value.AuthnInstant);

    static Task TakeSessionAsync(BrowserSession session, FlightNotes notes)
    {
        notes["session_sign_in"] = session.SignIn;
        notes["authenticated"] = session.AuthnInstant.ToUniversalTime().ToString("u", null);
        return Task.CompletedTask;
    }

    /// <summary>Turns a post away that the host could not even read, with a reference and a flight record as every sign-in has them.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="client">Where it came from.</param>
    /// <returns>The refusal with its reference, for the host to throw.</returns>
    public async Task<RefusedException> TurnAwayAsync(RefusedException refusal, ClientContext client)
    {
        try
        {
            await flights.FlyAsync<SignInOutcome>(SignInReference.Create(), Doors.Saml, client, null,
                flight => flight.StepAsync<SignInOutcome>(StepNames.Accept, _ => throw refusal));
        }
        catch (RefusedException refused)
        {
            return refused;
        }

        throw new InvalidOperationException("A refusal was not thrown.");
    }

    /// <summary>Goes on with a sign-in that waits for the choice of a team.</summary>
    /// <exception cref="Errors.RefusedException"><c>SIGN_IN_NOT_FOUND</c> when the ticket does not fit the reference or is used up;
    /// <c>TEAM_NOT_OFFERED</c>; every reason from the entitlement on, after which another team may still be chosen.</exception>
    public async Task<SignInOutcome> ChooseAsync(SignInTicket ticket, TeamId team, ClientContext client, CancellationToken ct)
        => await GoOnAsync(await pendings.GetAsync(ticket, ct), team, client, ct);

    /// <summary>Goes on with a sign-in that waits for its profile. Everything from the entitlement on is checked again, and the URL is
    /// made now.</summary>
    /// <exception cref="Errors.RefusedException"><c>SIGN_IN_NOT_FOUND</c> when the ticket does not fit the reference or is used up;
    /// every reason from the entitlement on.</exception>
    public async Task<SignInOutcome> ResumeAsync(SignInTicket ticket, ClientContext client, CancellationToken ct)
    {
        var slip = await pendings.GetAsync(ticket, ct);
        return slip.Document.Team is { } team ? await GoOnAsync(slip, team, client, ct) : new PickOutcome(ticket);
    }

    /// <summary>Tells how far a waiting sign-in is, first at once and then at each change, until it is ready or has failed.</summary>
    /// <exception cref="Errors.RefusedException"><c>SIGN_IN_NOT_FOUND</c> when the ticket does not fit, is used up, or waits for a
    /// choice.</exception>
    public async IAsyncEnumerable<WaitProgress> WatchAsync(SignInTicket ticket, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var progress in waitingRoom.WatchAsync(await pendings.GetAsync(ticket, ct), ct))
        {
            yield return progress;
        }
    }

    /// <summary>Reads what a waiting sign-in waits for, to draw its page; null when the ticket does not fit or is used up.</summary>
    public async Task<PendingSignIn?> FindPendingAsync(SignInTicket ticket, CancellationToken ct)
        => await pendings.FindAsync(ticket, ct) is { } slip ? await waitingRoom.DescribeAsync(slip, ct) : null;

    /// <summary>Opens Studio for a principal that a token proved.</summary>
    /// <exception cref="Errors.RefusedException"><c>MAX_WAIT_INVALID</c>, <c>SPACE_INVALID</c>, <c>LANDING_URI_INVALID</c>,
    /// <c>PROFILE_CREATING</c> when the profile is not ready in time, and every reason of a sign-in from step 4 on.</exception>
    public Task<LaunchOutcome> LaunchAsync(Principal principal, LaunchCommand command, CancellationToken ct)
    {
        var request = new SignInRequest { Principal = principal, Team = command.Team, Space = command.Space, LandingUri = command.LandingUri };
        return flights.FlyAsync(SignInReference.Create(), Doors.Api, new(principal.Address), null, async flight =>
        {
            await flight.StepAsync(StepNames.Accept, notes => TakeCommandAsync(flight, request, command, notes));
            var (person, _, _) = await flight.StepAsync(StepNames.Identify, notes => IdentifyAsync(flight, request, notes, ct));
            return await launchPad.OpenAsync(flight, person, request, command.MaxWait, null, ct) ?? throw ProfileErrors.Creating(flight.Route!.Profile);
        });
    }

    async Task<SignInOutcome> GoOnAsync(PendingSlip slip, TeamId team, ClientContext client, CancellationToken ct)
    {
        var reference = slip.Ticket.Reference;
        var earlier = await flights.FindProvedAsync(reference, ct);
        return await flights.FlyAsync(reference, Doors.Saml, client, earlier, async flight =>
        {
            var request = slip.Document.RequestFrom(client);
            var (person, chosen, _) = await flight.StepAsync(StepNames.Identify, async notes =>
            {
                notes["chosen"] = team.ToString();
                return slip.Document.Team == team || slip.Document.Choices.Contains(team)
                    ? await IdentifyAsync(flight, request with { Team = team }, notes, ct)
                    : throw SignInErrors.TeamNotOffered(team);
            });
            return await OpenAsync(flight, person, chosen, slip, ct);
        });
    }

    async Task<SignInOutcome> OpenAsync(Flight flight, Person person, SignInRequest request, PendingSlip? slip, CancellationToken ct)
    {
        if (await launchPad.OpenAsync(flight, person, request, options.Value.WaitBeforePage, slip, ct) is { } launched)
        {
            return launched;
        }

        if (slip is null || flight.IsTicketUsed)
        {
            return new WaitOutcome(await pendings.AddAsync(flight.Reference, request, [], ct));
        }

        if (slip.Document.Team is null)
        {
            await pendings.ChooseAsync(slip, request.Team!.Value, ct);
        }

        return new WaitOutcome(slip.Ticket);
    }

    // A ticket comes out when the person must choose.
    async Task<(Person Person, SignInRequest Request, SignInTicket? Ticket)> IdentifyAsync(
        Flight flight, SignInRequest request, FlightNotes notes, CancellationToken ct)
    {
        flight.Learn(request);
        notes["groups"] = request.Principal.GroupsUnknown ? "not sent: too many" : $"{request.Principal.Groups.Count}";
        notes["multi_factor"] = request.Principal.MultiFactor ? "proved" : "not proved";
        var person = await reads.AskAsync(view => view.Admission.AdmitAsync(request.Principal, ct));
        if (request.Team is not null)
        {
            return (person, request, null);
        }

        var choices = await waitingRoom.ChoicesAsync(person, ct);
        if (choices is [var only])
        {
            notes["team"] = "the only one that is entitled";
            flight.Learn(request = request with { Team = only });
            return (person, request, null);
        }

        notes["choices"] = $"{choices.Count}";
        notes.IsWaiting = true;
        notes.Message = "Several teams match and none was named: the person chooses.";
        return (person, request, await pendings.AddAsync(flight.Reference, request, choices, ct));
    }

    static Task TakePostAsync(SamlPost post, FlightNotes notes)
    {
        notes["characters"] = $"{post.SamlResponse.Length}";
        notes["answers_request"] = post.ExpectedRequestId is null ? "no" : "yes";
        return post.SamlResponse.Length > 0 ? Task.CompletedTask : throw SignInErrors.ResponseMissing();
    }

    static Task TakeCommandAsync(Flight flight, SignInRequest request, LaunchCommand command, FlightNotes notes)
    {
        flight.Learn(request);
        notes["max_wait_seconds"] = $"{command.MaxWait.TotalSeconds:0.###}";
        command.Check();
        return Task.CompletedTask;
    }
}

/// <summary>The doors, as metrics name them.</summary>
static class Doors
{
    public const string Saml = "saml";
    public const string Api = "api";
    public const string Session = "session";
}
