using ControlPlane.Entitlements;
using ControlPlane.Users;

namespace ControlPlane.LiveSessions;

/// <summary>Shows the accesses that entitlements give or gave. Asks the store alone, never AWS.</summary>
/// <param name="accesses">What is known of accesses.</param>
/// <param name="assignments">The assignments.</param>
/// <param name="users">The people.</param>
public sealed class AccessRegister(StudioAccesses accesses, AssignmentCatalog assignments, UserCatalog users)
{
    /// <summary>Reads the accesses of the people whom an entitlement is, or was, for, in the order of their profiles' names.</summary>
    /// <param name="entitlement">The entitlement, whether or not it is still there.</param>
    /// <param name="after">The mark of the page before; null from the start.</param>
    /// <param name="limit">At most this many, 1 to 1000. There may be fewer although more follow.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The accesses, and the mark after which the next page begins; null when there is none.</returns>
    public async Task<(IReadOnlyList<StudioAccess> Accesses, string? Last)> ListAsync(EntitlementName entitlement, string? after, int limit, CancellationToken ct)
    {
        if (entitlement.Subject.User is { } user)
        {
            return ([.. await ReadAsync([await assignments.FindAsync(user, entitlement.Team, ct)], ct)], null);
        }

        var (page, last) = await assignments.ListByProfileAsync(AssignmentCatalog.NamesPrefix, after, limit, ct);
        var found = new List<StudioAccess>();
        foreach (var access in await ReadAsync([.. page.Where(a => a.Team == entitlement.Team)], ct))
        {
            if (await IsInAsync(access, entitlement.Subject.Group!.Value, ct))
            {
                found.Add(access);
            }
        }

        return (found, last);
    }

    async Task<IEnumerable<StudioAccess>> ReadAsync(IReadOnlyList<Assignment?> found, CancellationToken ct)
    {
        var placed = found.OfType<Assignment>().Where(a => !a.IsUnplaced).ToList();
        var known = placed.Count == 0 ? new Dictionary<Profiles.ProfileName, StudioAccess>() : await accesses.FindManyAsync([.. placed.Select(a => a.Profile)], ct);
        return placed.Select(a => known.GetValueOrDefault(a.Profile) is { } access && access.User == a.User && access.Team == a.Team ? access : null).OfType<StudioAccess>();
    }

    async Task<bool> IsInAsync(StudioAccess access, GroupId group, CancellationToken ct)
        => access.Groups?.Contains(group) is true || (await users.FindAsync(access.User, ct))?.Groups.Contains(group) is true;
}
