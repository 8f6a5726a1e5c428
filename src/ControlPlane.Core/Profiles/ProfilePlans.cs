using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Teams;

namespace ControlPlane.Profiles;

/// <summary>What assigned profiles should be like, whether or not somebody may launch them now.</summary>
/// <param name="assignments">The assignments.</param>
/// <param name="teams">The teams.</param>
/// <param name="accounts">The accounts.</param>
/// <param name="broker">The way into the accounts.</param>
public sealed class ProfilePlans(AssignmentCatalog assignments, TeamCatalog teams, AccountCatalog accounts, IStudioBroker broker)
{
    /// <summary>The assignment of a profile and its account.</summary>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>, <c>ACCOUNT_UNKNOWN</c>.</exception>
    internal async Task<AssignedProfile> GetAsync(ProfileName name, CancellationToken ct)
        => await FindAsync(name, ct) ?? throw ResourceErrors.NotFound(name.ToString());

    /// <summary>The same; null when no assignment has the profile.</summary>
    /// <exception cref="RefusedException"><c>ACCOUNT_UNKNOWN</c>.</exception>
    internal async Task<AssignedProfile?> FindAsync(ProfileName name, CancellationToken ct)
        => await assignments.FindByProfileAsync(name, ct) is { } assignment
            ? new(assignment, await accounts.FindAsync(name.Account, ct) ?? throw EntitlementErrors.AccountUnknown(name.Domain))
            : null;

    /// <summary>What the team wants the profile to be like.</summary>
    /// <exception cref="RefusedException"><c>PROFILE_TEAM_GONE</c>, <c>PLACEMENT_REMOVED</c>,
    /// <c>EXECUTION_ROLE_OF_OTHER_ACCOUNT</c>.</exception>
    internal async Task<DesiredProfile> WantAsync(AssignedProfile profile, CancellationToken ct)
    {
        var assignment = profile.Assignment;
        var team = await teams.FindAsync(assignment.Team, ct) ?? throw ProfileErrors.TeamGone(profile.Name, assignment.Team);
        return new()
        {
            Name = profile.Name,
            ExecutionRole = EntitlementRouter.ExecutionRole(team, EntitlementRouter.PlacementOf(team, assignment), profile.Account),
            Tags = ProfileTags.For(assignment.User, team),
            UserSettingsJson = team.UserSettingsJson,
        };
    }

    /// <summary>Looks at a profile in AWS and refuses it unless it is ours; null when AWS has none.</summary>
    /// <exception cref="RefusedException"><c>PROFILE_NOT_OURS</c>: it lacks our tag. <c>PROFILE_TAKEN</c>: it is tagged for another user or
    /// team.</exception>
    internal async Task<ObservedProfile?> FindOursAsync(AssignedProfile profile, CancellationToken ct)
    {
        if (await broker.FindProfileAsync(profile.Account, profile.Name, ct) is not { } seen)
        {
            return null;
        }

        if (!seen.Tags.TryGetValue(ProfileTags.User, out var user))
        {
            throw ProfileErrors.NotOurs(profile.Name);
        }

        // A profile that lost its team is still its user's.
        var isTeams = !seen.Tags.TryGetValue(ProfileTags.Team, out var team) || team == profile.Assignment.Team.ToString();
        return isTeams && user == profile.Assignment.User.ToString() ? seen : throw ProfileErrors.Taken(profile.Name);
    }
}

/// <summary>A profile that an assignment has.</summary>
sealed record AssignedProfile(Assignment Assignment, Account Account)
{
    public ProfileName Name => Assignment.Profile;
}
