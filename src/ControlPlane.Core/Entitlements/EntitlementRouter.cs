using ControlPlane.Accounts;
using ControlPlane.Errors;
using ControlPlane.Profiles;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>Computes where a user and a team lead. The first time it chooses a domain and keeps to it from then on.</summary>
/// <param name="assignments">The choices made so far.</param>
/// <param name="survey">What the domains can take.</param>
/// <param name="time">The clock.</param>
public sealed class EntitlementRouter(AssignmentCatalog assignments, PlacementSurvey survey, TimeProvider time) : IDisposable
{
    // First sign-ins of this process go one by one: they would only make each other's writes fail. Other replicas are held off by the
    // versions in the batch.
    readonly SemaphoreSlim _placing = new(1, 1);

    /// <summary>The route; a first one is assigned, and stays.</summary>
    /// <exception cref="Errors.RefusedException"><c>NO_DOMAIN_AVAILABLE</c>, <c>DOMAIN_AUTH_MODE_SSO</c>, <c>DOMAIN_UNKNOWN</c>,
    /// <c>DOMAIN_SUSPENDED</c>, <c>ACCOUNT_UNKNOWN</c>, <c>ACCOUNT_SUSPENDED</c>, <c>REGION_NOT_ENABLED</c>, <c>PLACEMENT_REMOVED</c>,
    /// <c>EXECUTION_ROLE_OF_OTHER_ACCOUNT</c>, <c>PROFILE_NAME_TAKEN</c>.</exception>
    public Task<Route> RouteAsync(Grant grant, CancellationToken ct) => RouteAsync(grant, assignments, survey, ct);

    /// <summary>The same, with an assignment, account and domain that were read already. A first assignment is made from the store's own
    /// state.</summary>
    internal async Task<Route> RouteAsync(Grant grant, AssignmentCatalog known, PlacementSurvey sites, CancellationToken ct)
    {
        if (grant.IsPresumed)
        {
            throw new InvalidOperationException("A presumed grant opens nothing.");
        }

        var assignment = await known.FindAsync(grant.User, grant.Team.Id, ct) ?? await AssignAsync(grant, ct);
        return await RouteOfAsync(grant, assignment, sites, ct);
    }

    /// <summary>The route; a first one is computed and not assigned, so that a later sign-in may get another.</summary>
    /// <exception cref="Errors.RefusedException">As <see cref="RouteAsync(Grant, CancellationToken)"/>.</exception>
    public async Task<Route> PreviewAsync(Grant grant, CancellationToken ct)
        => await assignments.FindAsync(grant.User, grant.Team.Id, ct) is { } assignment
            ? await RouteOfAsync(grant, assignment, survey, ct)
            : await PreviewPlacementAsync(grant, survey, ct);

    /// <summary>The routes of many teams for one answer: each account and domain is read once.</summary>
    internal static Func<Grant, Assignment?, Task<Route>> Preview(PlacementSurvey sites, CancellationToken ct)
    {
        var once = sites.Remembering();
        return (grant, assignment) => assignment is null ? PreviewPlacementAsync(grant, once, ct) : RouteOfAsync(grant, assignment, once, ct);
    }

    /// <summary>Where a team would lead a user, to be shown on a page; null while it leads nowhere.</summary>
    internal async Task<Site?> FindLikelySiteAsync(UserId user, Team team, CancellationToken ct)
    {
        try
        {
            return await assignments.FindAsync(user, team.Id, ct) is { } assignment
                ? await survey.GetUsableAsync(PlacementOf(team, assignment), ct)
                : (await survey.GetVacanciesAsync(team, ct))[0].Site;
        }
        catch (RefusedException nowhere) when (nowhere.Kind is RefusalKind.Precondition)
        {
            return null;
        }
    }

    static async Task<Route> RouteOfAsync(Grant grant, Assignment assignment, PlacementSurvey survey, CancellationToken ct)
    {
        var site = await survey.GetUsableAsync(PlacementOf(grant.Team, assignment), ct);
        return Compose(grant, site, assignment.Profile, assigned: true);
    }

    static async Task<Route> PreviewPlacementAsync(Grant grant, PlacementSurvey survey, CancellationToken ct)
    {
        var best = (await survey.GetVacanciesAsync(grant.Team, ct))[0].Site;
        return Compose(grant, best, NameIn(best, grant), assigned: false);
    }

    /// <inheritdoc/>
    public void Dispose() => _placing.Dispose();

    async Task<Assignment> AssignAsync(Grant grant, CancellationToken ct)
    {
        await _placing.WaitAsync(ct);
        try
        {
            // Ends: each round that fails means that someone else took a place, and places are finite.
            while (true)
            {
                if (await assignments.FindAsync(grant.User, grant.Team.Id, ct) is { } winner)
                {
                    return winner;
                }

                if (await TryAssignAsync(grant, ct) is { } assignment)
                {
                    return assignment;
                }
            }
        }
        finally
        {
            _placing.Release();
        }
    }

    async Task<Assignment?> TryAssignAsync(Grant grant, CancellationToken ct)
    {
        var best = (await survey.GetVacanciesAsync(grant.Team, ct))[0];
        var profile = NameIn(best.Site, grant);
        ExecutionRole(grant.Team, best.Site);
        var holder = await assignments.FindHolderAsync(profile, ct);
        if (holder is not null && holder.Reservation != NameReservation.Of(grant.User, grant.Team.Id))
        {
            throw ProfileErrors.NameTaken(profile, grant.User, grant.Team.Id);
        }

        var assignment = new Assignment
        {
            User = grant.User,
            Team = grant.Team.Id,
            Profile = profile,
            CreatedAt = time.GetUtcNow(),
            PlacementReason = best.Reason,
        };
        return await assignments.TryAddAsync(assignment, holder?.Version ?? 0, best.RollVersion, ct) ? assignment : null;
    }

    // Whoever takes a placement away from a team ends the launches there, also of those who have a profile.
    internal static Placement PlacementOf(Team team, Assignment assignment)
        => team.Placements.FirstOrDefault(p => p.Domain == assignment.Profile.Domain)
            ?? throw EntitlementErrors.PlacementRemoved(assignment.Profile.Domain, team.Id);

    static ProfileName NameIn(Site site, Grant grant) => new(site.Domain.Name, ProfileNaming.NameOf(grant.User, grant.Team.Id));

    static Route Compose(Grant grant, Site site, ProfileName profile, bool assigned) => new()
    {
        User = grant.User,
        Team = grant.Team,
        Account = site.Account,
        Domain = site.Domain,
        Profile = profile,
        ExecutionRole = ExecutionRole(grant.Team, site),
        SessionLength = grant.SessionLength,
        Assigned = assigned,
        EntitledUntil = grant.Entitlement.NotAfter,
    };

    internal static string ExecutionRole(Team team, Site site) => ExecutionRole(team, site.Placement, site.Account);

    internal static string ExecutionRole(Team team, Placement placement, Account account)
    {
        var role = placement.ExecutionRole ?? team.ExecutionRole;
        if (!role.StartsWith("arn:", StringComparison.Ordinal))
        {
            return $"arn:{account.Partition}:iam::{account.Id}:role/{role.TrimStart('/')}";
        }

        // SageMaker refuses a role of another account, and only after the profile was asked for.
        return role.Split(':') is [_, _, "iam", _, var owner, ..] && owner == account.Id.ToString()
            ? role
            : throw EntitlementErrors.RoleOfOtherAccount(placement.Domain, role);
    }
}
