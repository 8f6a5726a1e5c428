using ControlPlane.Entitlements;
using ControlPlane.Users;

namespace ControlPlane.LiveSessions;

/// <summary>Decides whether an assigned person still has an entitlement. The team's conditions are asked for at launches alone.</summary>
/// <param name="entitlements">The rights.</param>
/// <param name="users">The people.</param>
/// <param name="time">The clock.</param>
public sealed class AccessJudge(EntitlementCatalog entitlements, UserCatalog users, TimeProvider time)
{
    const int PageSize = 200;

    /// <summary>Judges by what holds now.</summary>
    /// <param name="assignment">Whose access to what.</param>
    /// <param name="access">What their launches told; null when they had none. Then any group's entitlement to the team counts, because
    /// nobody here knows its members.</param>
    /// <param name="ct">Ends the wait.</param>
    internal async Task<AccessVerdict> JudgeAsync(Assignment assignment, StudioAccess? access, CancellationToken ct)
    {
        var user = await users.FindAsync(assignment.User, ct);
        if (user is { State: not UserState.Active })
        {
            return new(false, "USER_SUSPENDED");
        }

        var groups = (user?.Groups ?? []).Union(access?.Groups ?? []).ToList();
        var all = await entitlements.FindAsync(assignment.User, groups, assignment.Team, ct);
        var held = all.Where(IsHeld).ToList();
        if (held.Count == 0 && access?.Groups is null)
        {
            held = await ListOfGroupsAsync(assignment, ct);
        }

        return held.Count == 0
            ? new(false, WhyNone(all))
            : new(true, Until: held.Exists(e => e.NotAfter is null) ? null : held.Max(e => e.NotAfter));
    }

    async Task<List<Entitlement>> ListOfGroupsAsync(Assignment assignment, CancellationToken ct)
    {
        var held = new List<Entitlement>();
        EntitlementSubject? after = null;
        // Groups sort before users.
        while (await entitlements.ListByTeamAsync(assignment.Team, after, PageSize, ct) is { Count: > 0 } page && page[0].Subject.Group is not null)
        {
            held.AddRange(page.Where(e => e.Subject.Group is not null && IsHeld(e)));
            after = page[^1].Subject;
        }

        return held;
    }

    bool IsHeld(Entitlement entitlement) => EntitlementRules.StateOf(entitlement, time.GetUtcNow()) is EntitlementState.Active;

    string WhyNone(IReadOnlyList<Entitlement> all)
        => all.Where(e => EntitlementRules.StateOf(e, time.GetUtcNow()) is EntitlementState.Ended).MaxBy(e => e.NotAfter) switch
        {
            { EndedBy: not null } => "ENTITLEMENT_REVOKED",
            not null => "ENTITLEMENT_EXPIRED",
            null when all.Count > 0 => "ENTITLEMENT_NOT_YET",
            null => "ENTITLEMENT_NOT_FOUND",
        };
}

/// <summary>Whether somebody still has access.</summary>
/// <param name="IsHeld">Whether they have.</param>
/// <param name="Reason">Why not, as a reason code.</param>
/// <param name="Until">When it ends if nothing changes; null for never.</param>
sealed record AccessVerdict(bool IsHeld, string? Reason = null, DateTimeOffset? Until = null);
