using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Profiles;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Diagnostics;

/// <summary>Follows a sign-in to AWS, from its flight record or, when that is over, from the audit log.</summary>
/// <param name="flights">The flight records.</param>
/// <param name="earlier">The audit events of sign-ins.</param>
/// <param name="assignments">The settled choices.</param>
/// <param name="domains">The domains.</param>
public sealed class SessionTracer(FlightLog flights, AuditedSignIns earlier, AssignmentCatalog assignments, DomainCatalog domains)
{
    /// <summary>Follows a sign-in; null when neither its flight record nor an audit event of it is found.</summary>
    public async Task<SessionTrace?> TraceAsync(SignInReference reference, CancellationToken ct)
        => await flights.FindAsync(reference, ct) is { } record
            ? await TraceAsync(new TracedFlight(record), ct)
            : await earlier.TraceAsync(reference, ct);

    async Task<SessionTrace> TraceAsync(TracedFlight flight, CancellationToken ct)
    {
        var links = flight.Links().ToList();
        var gaps = new List<string>(flight.Gaps());
        var queries = new List<CloudTrailQuery>();
        if (flight.Profile is { } profile)
        {
            if (await FindAssignmentAsync(flight.Record, ct) is { } assignment)
            {
                AddAssignment(assignment, profile, links, gaps);
            }

            var trail = new CloudTrail(flight, profile);
            queries.AddRange(trail.Queries());
            AddLaterCalls(await domains.FindAsync(profile.Domain, ct), trail, queries, gaps);
        }

        return new([.. links.OrderBy(l => l.Time)], queries, gaps);
    }

    static void AddAssignment(Assignment assignment, ProfileName profile, List<TraceLink> links, List<string> gaps)
    {
        links.Add(new("assignment", assignment.Profile.ToString(), assignment.CreatedAt, new Dictionary<string, string> { ["why"] = assignment.PlacementReason }));
        if (assignment.Profile != profile)
        {
            gaps.Add($"The assignment was changed since: the sign-in led to {profile}.");
        }
    }

    static void AddLaterCalls(Domain? domain, CloudTrail trail, List<CloudTrailQuery> queries, List<string> gaps)
    {
        if (trail.LaterCalls() is not { } later)
        {
            return;
        }

        if (domain is { SourceIdentity: true })
        {
            queries.Add(later);
            gaps.Add("Apps in shared spaces carry no source identity, and apps may run on after the session: search later too.");
            return;
        }

        gaps.Add(domain is null
            ? "The domain is not in the catalog any more, so whether calls from Studio carry the profile's name is not known."
            : "The catalog says that the domain hands no source identity on (ExecutionRoleIdentityConfig): calls from Studio show the execution role alone, the "
                + "same for everybody who uses it. Turn it on in the domain, with sts:SetSourceIdentity in the trust policy of the execution roles.");
    }

    async Task<Assignment?> FindAssignmentAsync(FlightRecord record, CancellationToken ct)
        => UserId.TryParse(record.User, null, out var user) && TeamId.TryParse(record.Team, null, out var team)
            ? await assignments.FindAsync(user, team, ct)
            : null;
}
