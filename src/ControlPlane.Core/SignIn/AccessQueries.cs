using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Guardrails.Proving;
using ControlPlane.Isolation;
using ControlPlane.Profiles;
using ControlPlane.ReadModel;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>Answers about access that change nothing.</summary>
/// <param name="admission">Knows the people.</param>
/// <param name="gate">Decides.</param>
/// <param name="router">Routes.</param>
/// <param name="reads">Answers listings from memory.</param>
/// <param name="states">What is known of profiles.</param>
/// <param name="flights">The flight records.</param>
/// <param name="openings">Asks the policies in AWS.</param>
public sealed class AccessQueries(
    Admission admission, EntitlementGate gate, EntitlementRouter router, LaunchReads reads, ProfileStates states,
    FlightLog flights, OpeningExaminer openings)
{
    /// <summary>The teams that a principal may open now, ordered by team id; what another replica changed within the last second may be
    /// missing.</summary>
    /// <param name="principal">Who.</param>
    /// <param name="after">Only teams that sort after this one; null from the start.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="RefusedException"><c>USER_UNKNOWN</c>, <c>USER_SUSPENDED</c>, <c>IDENTITY_PROVIDER_NOT_ALLOWED</c>.</exception>
    public Task<IReadOnlyList<LaunchTarget>> ListTargetsAsync(Principal principal, TeamId? after, int limit, CancellationToken ct)
        => reads.AskAsync(view => ListTargetsAsync(view, principal, after, limit, ct));

    async Task<IReadOnlyList<LaunchTarget>> ListTargetsAsync(LaunchView view, Principal principal, TeamId? after, int limit, CancellationToken ct)
    {
        var person = await view.Admission.AdmitAsync(principal, ct);
        var entitled = await view.Gate.ListCurrentAsync(person, after, limit, ct);
        TeamId[] ids = [.. entitled.Select(e => e.Team)];
        var known = (await view.Teams.FindManyAsync(ids, ct)).ToDictionary(team => team.Id);
        var assigned = await view.Assignments.FindManyAsync(principal.User, ids, ct);
        var seen = await states.FindManyAsync([.. assigned.Values.Select(a => a.Profile)], ct);
        var opened = await flights.FindLastLaunchesAsync(principal.User, ids, ct);
        var preview = EntitlementRouter.Preview(view.Survey, ct);
        var targets = new List<LaunchTarget>(entitled.Count);
        foreach (var entitlement in entitled.Where(e => known.ContainsKey(e.Team)))
        {
            var assignment = assigned.GetValueOrDefault(entitlement.Team);
            var state = assignment is null ? null : seen.GetValueOrDefault(assignment.Profile);
            var target = await TargetAsync(principal, known[entitlement.Team], entitlement, assignment, state, preview);
            targets.Add(target with { LastLaunchAt = opened.TryGetValue(entitlement.Team, out var at) ? at : null });
        }

        return targets;
    }

    /// <summary>The route of a principal and a team; throws what a sign-in would.</summary>
    /// <exception cref="RefusedException">Every reason of a sign-in's steps identify, entitlement and route.</exception>
    public async Task<Route> ResolveAsync(Principal principal, TeamId team, CancellationToken ct)
    {
        var person = await admission.AdmitAsync(principal, ct);
        return await router.PreviewAsync(await gate.CheckAsync(person, team, ct), ct);
    }

    /// <summary>The steps of a sign-in, without side effects.</summary>
    public async Task<AccessExplanation> ExplainAsync(Principal principal, TeamId team, CancellationToken ct)
    {
        var explanation = await new AccessExaminer(admission, gate, router, states).ExplainAsync(principal, team, ct);
        return explanation with { Openings = await openings.ExamineAsync(principal.User, team, explanation.Allowed, ct) };
    }

    /// <summary>The flight record of a sign-in; null when there is none.</summary>
    public Task<FlightRecord?> FindSignInAsync(SignInReference reference, CancellationToken ct) => flights.FindAsync(reference, ct);

    async Task<LaunchTarget> TargetAsync(
        Principal principal, Team team, Entitlement entitlement, Assignment? assignment, ProfileState? state, Func<Grant, Assignment?, Task<Route>> preview)
    {
        var examination = gate.Examine(principal, team.Id, [entitlement], team);
        var (route, blocked) = await TryRouteAsync(examination.Grant ?? gate.Presume(principal, team, entitlement), assignment, preview);
        var reason = examination.Grant is null ? examination.Findings[0].Reason : blocked ?? Blocking(state);
        return new(team, route, state?.Readiness ?? ProfileReadiness.NotCreated, entitlement.NotAfter, reason);
    }

    // A failed profile blocks when a person must act in the account; what is passing may be over by now.
    static string? Blocking(ProfileState? state)
        => state is { Readiness: ProfileReadiness.Failed, IsPassing: false } ? state.Reason : null;

    static async Task<(Route? Route, string? Blocked)> TryRouteAsync(Grant grant, Assignment? assignment, Func<Grant, Assignment?, Task<Route>> preview)
    {
        try
        {
            return (await preview(grant, assignment), null);
        }
        catch (RefusedException refused) when (refused.Kind is RefusalKind.Precondition)
        {
            return (null, refused.Reason);
        }
    }
}

/// <summary>A team that a principal may open.</summary>
/// <param name="Team">The team.</param>
/// <param name="Route">Where it leads; null while no domain can take the user.</param>
/// <param name="Readiness">How far the profile is.</param>
/// <param name="EntitledUntil">When the entitlement ends; null for never.</param>
/// <param name="BlockedReason">The reason code that a launch would be refused with now; null when it would succeed.</param>
/// <param name="LastLaunchAt">When the user last opened it; null when never, or longer ago than flight records are kept.</param>
public sealed record LaunchTarget(
    Team Team, Route? Route, ProfileReadiness Readiness, DateTimeOffset? EntitledUntil, string? BlockedReason, DateTimeOffset? LastLaunchAt = null);

/// <summary>How far a profile is, as far as the store knows.</summary>
public enum ProfileReadiness
{
    /// <summary>Ready at the last launch.</summary>
    Ready,

    /// <summary>The first launch makes it.</summary>
    NotCreated,

    /// <summary>Being made.</summary>
    Preparing,

    /// <summary>AWS reports it as failed.</summary>
    Failed,
}

/// <summary>What a sign-in would meet.</summary>
/// <param name="Allowed">Whether a launch would be let through.</param>
/// <param name="Reason">The reason code of the first step that fails; null when allowed.</param>
/// <param name="Message">What happened and what to do now.</param>
/// <param name="Steps">The steps in order.</param>
/// <param name="Route">The route, when the steps reach one.</param>
/// <param name="IsRelated">Whether the person has an entitlement to the team, current or not: only then do they know from it that the team
/// exists.</param>
public sealed record AccessExplanation(
    bool Allowed, string? Reason, string Message, IReadOnlyList<FlightStep> Steps, Route? Route, bool IsRelated)
{
    /// <summary>What the policies in AWS make of it, for those who may know that the team exists.</summary>
    public IReadOnlyList<Opening> Openings { get; init; } = [];
}
