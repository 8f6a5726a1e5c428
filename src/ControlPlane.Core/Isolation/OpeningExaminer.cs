using ControlPlane.Entitlements;
using ControlPlane.Guardrails.Proving;
using ControlPlane.LiveSessions;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Isolation;

/// <summary>Says what the policies in AWS make of a launch, beside what the control plane decides: the second lock, asked without AWS.</summary>
/// <param name="seats">Who works where.</param>
/// <param name="assignments">The profiles that a person has.</param>
/// <param name="accesses">Whether a profile is marked as ended.</param>
/// <param name="settings">The guardrails.</param>
public sealed class OpeningExaminer(CatalogSeats seats, AssignmentCatalog assignments, StudioAccesses accesses, GuardrailSettings settings)
{
    // One Studio of the person shows how another team's is kept from it; more of them show it again.
    const int MostOtherSeats = 3;

    /// <summary>Asks for the team's Studio of a person: with the session that the control plane would open for it, when the person is or
    /// would be let in there; and for a person who is refused with the sessions and the notebooks of their other teams.</summary>
    /// <param name="user">The person.</param>
    /// <param name="team">The team.</param>
    /// <param name="isAllowed">Whether the control plane would let them in.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Nothing when the team leads nowhere, or when a person who is refused has no profile at all: then there is no session in
    /// AWS that could ask.</returns>
    public async Task<IReadOnlyList<Opening>> ExamineAsync(UserId user, TeamId team, bool isAllowed, CancellationToken ct)
    {
        if (await seats.FindAsync(user, team, ct) is not { } target)
        {
            return [];
        }

        var known = await assignments.ListOfAsync(user, ct);
        var assigned = known.FirstOrDefault(a => a.Team == team);
        var isEnded = assigned is not null && await accesses.FindAsync(assigned.Profile, ct) is { State: StudioAccessState.Ended };
        var own = isAllowed || assigned is not null ? [new Actor(ActorKind.Vend, target)] : Array.Empty<Actor>();
        var others = isAllowed ? [] : await OthersAsync(user, [.. known.Select(a => a.Team).Where(t => t != team).Take(MostOtherSeats)], ct);
        List<Actor> actors = [.. own, .. others];
        var book = new ShippedBook(new([target, .. others.Select(a => a.Seat)]), settings.Parameters);
        return [.. actors.Select(actor => Opening.Try(book, settings.Parameters, actor, target, isEnded))];
    }

    async Task<List<Actor>> OthersAsync(UserId user, IReadOnlyList<TeamId> teams, CancellationToken ct)
    {
        var actors = new List<Actor>();
        foreach (var team in teams)
        {
            if (await seats.FindAsync(user, team, ct) is { } seat)
            {
                actors.Add(new(ActorKind.Vend, seat));
                actors.Add(new(ActorKind.Studio, seat));
            }
        }

        return actors;
    }
}
