using System.Globalization;
using System.Text.RegularExpressions;
using ControlPlane.Audit;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.LiveSessions;
using ControlPlane.Profiles;
using ControlPlane.ReadModel;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.Extensions.Options;

namespace ControlPlane.SignIn;

/// <summary>The one path from a person and a team to a presigned URL: entitlement, route, profile, audit, vend. Both doors take it.</summary>
/// <param name="reads">Reads what decides at once.</param>
/// <param name="admission">Knows the people.</param>
/// <param name="gate">Decides.</param>
/// <param name="router">Routes.</param>
/// <param name="accesses">Remembers who opened what, so that it can be ended.</param>
/// <param name="profiles">Makes profiles ready.</param>
/// <param name="pendings">The sign-ins that wait.</param>
/// <param name="flights">Makes the audit events.</param>
/// <param name="audit">The audit log.</param>
/// <param name="vendor">Vends the URL.</param>
/// <param name="options">How long a URL works.</param>
public sealed partial class LaunchPad(
    LaunchReads reads, Admission admission, EntitlementGate gate, EntitlementRouter router, StudioAccesses accesses, ProfileCatalog profiles, PendingSignIns pendings, FlightLog flights,
    AuditTrail audit, IStudioVendor vendor, IOptions<SignInOptions> options)
{
    // What AWS says of a profile that does not exist: with a policy on its tags, access denied.
    const string PresignDenied = "PRESIGN_DENIED";

    /// <summary>Takes the path. Null: the profile is still being made after that patience, and nothing was vended.</summary>
    internal async Task<LaunchOutcome?> OpenAsync(
        Flight flight, Person person, SignInRequest request, TimeSpan patience, PendingSlip? slip, CancellationToken ct)
    {
        var team = request.Team ?? throw new InvalidOperationException("The path begins when the team is known.");
        // From here on the store decides, as it is now: who this is was known from memory.
        var (view, admitted, grant) = await flight.StepAsync(StepNames.Entitlement, notes => CheckAsync(person, team, notes, ct));
        person = admitted;
        var route = await flight.StepAsync(StepNames.Route, notes => RouteAsync(flight, person, grant, view, notes, ct));
        while (true)
        {
            var ready = await flight.StepAsync(StepNames.Profile, notes => EnsureAsync(flight, person, route, patience, notes, ct));
            if (ready is null)
            {
                return null;
            }

            await flight.StepAsync(StepNames.Audit, _ => AllowAsync(flight, slip, ct));
            if (await TryVendAsync(flight, request, route, ready, ct) is { } url)
            {
                return new(flight.Reference, url, route);
            }
        }
    }

    async Task<(LaunchView View, Person Person, Grant Grant)> CheckAsync(Person person, TeamId team, FlightNotes notes, CancellationToken ct)
    {
        notes["team"] = team.ToString();
        notes["address"] = person.Principal.Address?.ToString() ?? "not known";
        var view = await reads.LookAsync(person, team, ct);
        var admitted = await view.Admission.AdmitAsync(person.Principal, ct);
        var grant = await view.Gate.CheckAsync(admitted, team, ct);
        notes["entitled_by"] = grant.Entitlement.Subject.Group is null ? "the person" : grant.Entitlement.Subject.ToString();
        notes["entitled_until"] = grant.Entitlement.NotAfter?.ToUniversalTime().ToString("u", null) ?? "no end";
        notes["session_seconds"] = $"{grant.SessionLength.TotalSeconds:0}";
        return (view, admitted, grant);
    }

    async Task<Route> RouteAsync(Flight flight, Person person, Grant grant, LaunchView view, FlightNotes notes, CancellationToken ct)
    {
        var route = await router.RouteAsync(grant, view.Assignments, view.Survey, ct);
        flight.Learn(route);
        if (await accesses.NoteLaunchAsync(person, grant, route, ct))
        {
            // The revocation may have come just after the first look: whoever it was for does not get in.
            await gate.CheckAsync(await admission.AdmitAsync(person.Principal, ct), route.Team.Id, ct);
        }

        notes["profile"] = route.Profile.ToString();
        notes["execution_role"] = route.ExecutionRole;
        return route;
    }

    async Task<ReadyProfile?> EnsureAsync(
        Flight flight, Person person, Route route, TimeSpan patience, FlightNotes notes, CancellationToken ct)
    {
        var ready = await flight.OutsideAsync(() => profiles.EnsureAsync(route, patience, ct));
        if (ready is null)
        {
            notes.IsWaiting = true;
            notes.Message = "AWS is still making the profile.";
            return null;
        }

        if (ready.Looked)
        {
            // That took a while: whoever lost their access meanwhile does not get in.
            await gate.CheckAsync(await admission.AdmitAsync(person.Principal, ct), route.Team.Id, ct);
        }

        notes["source"] = ready.Looked ? "AWS" : "last known state";
        if (ready.Drift is { } drift)
        {
            notes["drift"] = drift;
        }

        return ready;
    }

    // The point of no return. Whoever holds the ticket a second time is stopped before anything says that they were let in; and unless
    // the log says so, nobody is.
    async Task AllowAsync(Flight flight, PendingSlip? slip, CancellationToken ct)
    {
        if (slip is not null && !flight.IsTicketUsed)
        {
            await pendings.ConsumeAsync(slip, ct);
            flight.IsTicketUsed = true;
        }

        await audit.AppendAsync(flights.EventOf(flight, "allowed", null));
        flight.IsAllowed = true;
    }

    // Null: the profile was taken at its last known state, and AWS may have refused because it is gone. AWS is asked about it, it is
    // made again if need be, and the next refusal stands.
    async Task<StudioUrl?> TryVendAsync(Flight flight, SignInRequest request, Route route, ReadyProfile ready, CancellationToken ct)
    {
        var order = new LaunchOrder
        {
            Route = route,
            UrlLifetime = options.Value.UrlLifetime,
            LandingUri = request.LandingUri ?? route.Team.LandingUri,
            Space = request.Space ?? route.Team.Space,
        };
        try
        {
            return await flight.StepAsync(StepNames.Vend, notes => VendAsync(flight, order, notes, ct));
        }
        catch (RefusedException denied) when (denied.Reason == PresignDenied && !ready.Looked)
        {
            await profiles.ForgetAsync(route.Profile, ct);
            await audit.AppendAsync(flights.EventOf(flight, "failed", denied.Reason));
            flight.IsAllowed = false;
            return null;
        }
    }

    // What CloudTrail can be searched for; noted before the call, because a refusal is looked up too.
    async Task<StudioUrl> VendAsync(Flight flight, LaunchOrder order, FlightNotes notes, CancellationToken ct)
    {
        var session = vendor.SessionOf(order.Route);
        notes[VendFacts.Role] = order.Route.Account.VendRole;
        notes[VendFacts.Session] = session.Name;
        notes[VendFacts.SourceIdentity] = session.SourceIdentity;
        notes[VendFacts.StsRegion] = session.StsRegion;
        notes[VendFacts.SessionSeconds] = $"{session.Lifetime.TotalSeconds:0}";
        foreach (var (key, value) in session.Tags)
        {
            notes[VendFacts.Tag + key] = value;
        }

        var url = await flight.OutsideAsync(() => vendor.VendAsync(order, ct));
        notes[VendFacts.UrlExpires] = url.ExpiresAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
        return url;
    }

    internal static bool IsSpace(string space) => space.Length <= 63 && SpacePattern().IsMatch(space);

    internal static bool IsLandingUri(string landing) => landing.Length <= 1023 && LandingPattern().IsMatch(landing);

    // SageMaker API, SpaceName.
    [GeneratedRegex(@"^[a-zA-Z0-9](-*[a-zA-Z0-9])*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SpacePattern();

    // SageMaker API, CreatePresignedDomainUrl: studio::path, app:JupyterLab:path and the like.
    [GeneratedRegex(@"^(studio::|app:)[\x21-\x7E]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LandingPattern();
}
