using ControlPlane.Domains;
using ControlPlane.Profiles;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>Assigns a person to a domain of somebody's choice before the first sign-in would choose one, under the same rules.</summary>
/// <param name="assignments">The assignments made so far.</param>
/// <param name="survey">What the domains can take.</param>
/// <param name="time">The clock.</param>
public sealed class AssignmentPins(AssignmentCatalog assignments, PlacementSurvey survey, TimeProvider time)
{
    /// <summary>What the pin makes, and the writes that make it if nobody else takes the name or a place of the domain meanwhile.</summary>
    /// <param name="user">The person.</param>
    /// <param name="team">The team.</param>
    /// <param name="domain">One of the team's placements.</param>
    /// <param name="reason">Why this domain, for people; empty for the survey's own words.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="Errors.RefusedException">As for a first sign-in: <c>NO_DOMAIN_AVAILABLE</c>, <c>DOMAIN_SUSPENDED</c>,
    /// <c>PROFILE_NAME_TAKEN</c> and the like.</exception>
    internal async Task<Pin> PrepareAsync(UserId user, Team team, DomainName domain, string reason, CancellationToken ct)
    {
        var placement = team.Placements.FirstOrDefault(p => p.Domain == domain) ?? throw EntitlementErrors.NoPlacement(domain, team.Id);
        var vacancy = await survey.GetVacancyAsync(team, placement, ct);
        EntitlementRouter.ExecutionRole(team, vacancy.Site);
        var profile = new ProfileName(domain, ProfileNaming.NameOf(user, team.Id));
        var holder = await assignments.FindHolderAsync(profile, ct);
        if (holder is not null && holder.Reservation != NameReservation.Of(user, team.Id))
        {
            throw ProfileErrors.NameTaken(profile, user, team.Id);
        }

        var assignment = new Assignment
        {
            User = user,
            Team = team.Id,
            Profile = profile,
            CreatedAt = time.GetUtcNow(),
            PlacementReason = reason.Length > 0 ? reason : $"Chosen by hand. {vacancy.Reason}",
        };
        return new(assignment, holder?.Version ?? 0, vacancy.RollVersion);
    }
}

/// <summary>An assignment that can be made as long as two versions hold.</summary>
/// <param name="Assignment">The assignment.</param>
/// <param name="NameVersion">The version of the name's reservation; 0 when nobody holds it.</param>
/// <param name="RollVersion">The version of the domain's roll when its free places were counted.</param>
sealed record Pin(Assignment Assignment, long NameVersion, long RollVersion)
{
    public IReadOnlyList<StoreWrite> Writes => AssignmentCatalog.Writes(Assignment, NameVersion, RollVersion);
}
