using ControlPlane.Accounts;
using ControlPlane.Audit;
using ControlPlane.Entitlements;
using ControlPlane.SignIn;
using ControlPlane.Users;

namespace ControlPlane.Profiles;

/// <summary>Who may still open a profile, and when it was last used.</summary>
/// <param name="entitlements">The rights.</param>
/// <param name="users">The people.</param>
/// <param name="inventory">What AWS knows.</param>
/// <param name="audit">The launches.</param>
/// <param name="time">The clock.</param>
public sealed class ProfileUse(
    EntitlementCatalog entitlements, UserCatalog users, IStudioInventory inventory, AuditTrail audit, TimeProvider time)
{
    const int PageSize = 200;
    const int AuditPage = 1000;

    /// <summary>What lets somebody open the profile, now or later, in half a sentence; null when nothing does. The members of a group are
    /// known to its identity provider alone, so any group's entitlement to the team counts.</summary>
    internal async Task<string?> FindHolderAsync(Assignment assignment, CancellationToken ct)
    {
        var user = await users.FindAsync(assignment.User, ct);
        if (user is { State: not UserState.Active })
        {
            return null;
        }

        var now = time.GetUtcNow();
        var own = await entitlements.FindAsync(assignment.User, user?.Groups ?? [], assignment.Team, ct);
        if (own.FirstOrDefault(e => IsAlive(e, now)) is { } held)
        {
            return $"its user is entitled to {assignment.Team} by {held.Subject}";
        }

        EntitlementSubject? after = null;
        while (await entitlements.ListByTeamAsync(assignment.Team, after, PageSize, ct) is { Count: > 0 } page)
        {
            if (page.FirstOrDefault(e => e.Subject.Group is not null && IsAlive(e, now)) is { } group)
            {
                return $"its user may be entitled to {assignment.Team} by {group.Subject}, whose members the identity provider knows";
            }

            after = page[^1].Subject;
        }

        return null;
    }

    /// <summary>The newest sign of use since a moment: work in an app, a space that was changed, or a launch; null when there is none.</summary>
    internal async Task<DateTimeOffset?> FindLastAsync(
        Account account, ProfileName profile, IReadOnlyList<ObservedSpace> spaces, IReadOnlyList<ObservedApp> apps, DateTimeOffset since, CancellationToken ct)
    {
        var signs = spaces.Select(s => s.ModifiedAt).Concat(apps.Select(a => a.CreatedAt)).ToList();
        foreach (var app in apps.Where(a => a.IsLive))
        {
            signs.Add(await inventory.FindLastActivityAsync(account, profile.Domain, app, ct));
        }

        return signs.Max() is { } seen && seen >= since ? seen : await FindLaunchAsync(profile, since, ct);
    }

    async Task<DateTimeOffset?> FindLaunchAsync(ProfileName profile, DateTimeOffset since, CancellationToken ct)
    {
        long? after = null;
        while (await audit.ListAsync(newestFirst: true, after, AuditPage, ct) is { Count: > 0 } page)
        {
            if (page.FirstOrDefault(r => IsLaunch(r.Event, profile)) is { } launch)
            {
                return launch.Event.Time >= since ? launch.Event.Time : null;
            }

            if (page[^1].Event.Time < since)
            {
                return null;
            }

            after = page[^1].Sequence;
        }

        return null;
    }

    static bool IsLaunch(AuditEvent entry, ProfileName profile)
        => entry is { Action: FlightLog.LaunchAction, Outcome: "allowed" } && profile.ToString().Equals(entry.Resource, StringComparison.OrdinalIgnoreCase);

    static bool IsAlive(Entitlement entitlement, DateTimeOffset now) => entitlement.NotAfter is not { } end || now < end;
}
