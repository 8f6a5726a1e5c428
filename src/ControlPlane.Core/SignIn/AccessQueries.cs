using ControlPlane.Entitlements;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>Answers about access that change nothing.</summary>
public sealed class AccessQueries
{
    /// <summary>The teams that a principal may open now, ordered by team id.</summary>
    /// <param name="principal">Who.</param>
    /// <param name="after">Only teams that sort after this one; null from the start.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<IReadOnlyList<LaunchTarget>> ListTargetsAsync(Principal principal, TeamId? after, int limit, CancellationToken ct)
        => throw new NotImplementedException($"{principal} {after} {limit}");

    /// <summary>The route of a principal and a team; throws what a sign-in would.</summary>
    public Task<Route> ResolveAsync(Principal principal, TeamId team, CancellationToken ct) => throw new NotImplementedException($"{principal} {team}");

    /// <summary>The steps of a sign-in, without side effects.</summary>
    public Task<AccessExplanation> ExplainAsync(Principal principal, TeamId team, CancellationToken ct) => throw new NotImplementedException($"{principal} {team}");

    /// <summary>The flight record of a sign-in; null when there is none.</summary>
    public Task<FlightRecord?> FindSignInAsync(SignInReference reference, CancellationToken ct) => throw new NotImplementedException(reference.ToString());
}

/// <summary>A team that a principal may open.</summary>
/// <param name="Team">The team.</param>
/// <param name="Route">Where it leads; null while no domain can take the user.</param>
/// <param name="Readiness">How far the profile is.</param>
/// <param name="EntitledUntil">When the entitlement ends; null for never.</param>
/// <param name="BlockedReason">The reason code that a launch would be refused with now; null when it would succeed.</param>
public sealed record LaunchTarget(Team Team, Route? Route, ProfileReadiness Readiness, DateTimeOffset? EntitledUntil, string? BlockedReason);

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
public sealed record AccessExplanation(bool Allowed, string? Reason, string Message, IReadOnlyList<FlightStep> Steps, Route? Route);
