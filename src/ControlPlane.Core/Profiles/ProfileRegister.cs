using System.Runtime.CompilerServices;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.LiveSessions;
using ControlPlane.SignIn;
using ControlPlane.Store;
using ControlPlane.Teams;

namespace ControlPlane.Profiles;

/// <summary>The profiles that assignments have, each with what is known of it. Asks the store alone, never AWS.</summary>
/// <param name="assignments">The assignments.</param>
/// <param name="states">What is known of the profiles.</param>
/// <param name="accesses">What is known of accesses.</param>
/// <param name="teams">The teams.</param>
/// <param name="accounts">The accounts.</param>
/// <param name="store">Tells of changes.</param>
public sealed class ProfileRegister(
    AssignmentCatalog assignments, ProfileStates states, StudioAccesses accesses, TeamCatalog teams, AccountCatalog accounts, IStore store)
{
    /// <summary>Reads a profile; null when no assignment has it.</summary>
    public async Task<ProfileView?> FindAsync(ProfileName name, CancellationToken ct)
        => await assignments.FindByProfileAsync(name, ct) is { } assignment ? (await ViewAsync([assignment], ct))[0] : null;

    /// <summary>Reads profiles in the order of account, Region, domain and name without regard to case.</summary>
    /// <param name="scope">Which ones.</param>
    /// <param name="after">The mark of the page before; null from the start.</param>
    /// <param name="limit">At most this many, 1 to 1000. There may be fewer although more follow.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ProfilePage> ListAsync(ProfileScope scope, string? after, int limit, CancellationToken ct)
    {
        var (found, last) = await assignments.ListByProfileAsync(scope.Prefix, after, limit, ct);
        return new(await ViewAsync([.. found.Where(a => scope.Contains(a.Profile.Domain))], ct), last);
    }

    /// <summary>The mark of a profile, after which a list goes on.</summary>
    public static string MarkOf(ProfileName name)
        => $"{AssignmentCatalog.NamesPrefix}{name.Account}/{name.Region}/{name.Domain.Domain}/{name.Profile.ToLowerInvariant()}";

    /// <summary>Tells of every change of a profile's state or assignment from a revision on, and goes on for ever.</summary>
    /// <param name="scope">Which ones.</param>
    /// <param name="after">The revision.</param>
    /// <param name="ct">Ends the stream.</param>
    /// <exception cref="RefusedException"><c>STORE_FEED_LOST</c>.</exception>
    public async IAsyncEnumerable<ProfileChange> WatchAsync(ProfileScope scope, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var change in store.WatchAsync("profile", after, ct).WithCancellation(ct))
        {
            if (TryRead(change.Key, out var name) && scope.Contains(name.Domain))
            {
                yield return new(change.Revision, name, await FindAsync(name, ct));
            }
        }
    }

    /// <summary>The revision of the newest write.</summary>
    public Task<long> GetRevisionAsync(CancellationToken ct) => store.GetRevisionAsync(ct);

    internal async Task<IReadOnlyList<ProfileView>> ViewAsync(IReadOnlyList<Assignment> found, CancellationToken ct)
    {
        if (found.Count == 0)
        {
            return [];
        }

        var seen = await states.FindManyAsync([.. found.Select(a => a.Profile)], ct);
        var known = await accesses.FindManyAsync([.. found.Select(a => a.Profile)], ct);
        var byId = (await teams.FindManyAsync([.. found.Select(a => a.Team).Distinct()], ct)).ToDictionary(t => t.Id);
        var owners = new Dictionary<AccountId, Account?>();
        foreach (var id in found.Select(a => a.Profile.Account).Distinct())
        {
            owners[id] = await accounts.FindAsync(id, ct);
        }

        return [.. found.Select(a => View(a, seen.GetValueOrDefault(a.Profile), known.GetValueOrDefault(a.Profile), byId.GetValueOrDefault(a.Team), owners[a.Profile.Account]))];
    }

    static ProfileView View(Assignment assignment, ProfileState? state, StudioAccess? access, Team? team, Account? account) => new()
    {
        Name = assignment.Profile,
        User = assignment.User,
        Team = assignment.Team,
        Readiness = state?.Readiness ?? ProfileReadiness.NotCreated,
        ObservedAt = state?.ObservedAt,
        Reason = state?.Reason,
        Message = state?.Message,
        Drift = state?.Drift,
        Access = access?.User == assignment.User && access.Team == assignment.Team ? access : null,
        ExecutionRole = RoleOf(assignment, team, account),
    };

    static string? RoleOf(Assignment assignment, Team? team, Account? account)
    {
        if (team is null || account is null || team.Placements.FirstOrDefault(p => p.Domain == assignment.Profile.Domain) is not { } placement)
        {
            return null;
        }

        try
        {
            return EntitlementRouter.ExecutionRole(team, placement, account);
        }
        catch (RefusedException)
        {
            // A role of another account, which launches refuse and explain: there is none to show.
            return null;
        }
    }

    // profiles/…, profile-states/… and profile-access/… go on alike.
    static bool TryRead(string key, out ProfileName name)
    {
        name = default;
        if (key.Split('/') is not ["profiles" or "profile-states" or "profile-access", var account, var region, var domain, var profile]
            || !DomainName.TryParse($"accounts/{account}/regions/{region}/domains/{domain}", null, out var place))
        {
            return false;
        }

        name = new(place, profile);
        return true;
    }
}

/// <summary>A page of profiles.</summary>
/// <param name="Profiles">The profiles.</param>
/// <param name="Last">The mark after which the next page begins; null when there is none.</param>
public sealed record ProfilePage(IReadOnlyList<ProfileView> Profiles, string? Last);

/// <summary>A change of a profile.</summary>
/// <param name="Revision">Its place in the order of all writes.</param>
/// <param name="Name">The name, in lower case when the profile is gone.</param>
/// <param name="Profile">The profile as it is now; null when it is gone.</param>
public sealed record ProfileChange(long Revision, ProfileName Name, ProfileView? Profile);

/// <summary>The domains whose profiles are meant: null stands for all.</summary>
/// <param name="Account">The account.</param>
/// <param name="Region">The Region.</param>
/// <param name="Domain">The domain.</param>
public sealed record ProfileScope(AccountId? Account, RegionName? Region, DomainId? Domain)
{
    internal string Prefix => (Account, Region, Domain) switch
    {
        ({ } a, { } r, { } d) => $"{AssignmentCatalog.NamesPrefix}{a}/{r}/{d}/",
        ({ } a, { } r, null) => $"{AssignmentCatalog.NamesPrefix}{a}/{r}/",
        ({ } a, null, _) => $"{AssignmentCatalog.NamesPrefix}{a}/",
        _ => AssignmentCatalog.NamesPrefix,
    };

    internal bool Contains(DomainName name)
        => (Account is not { } a || a == name.Account) && (Region is not { } r || r == name.Region) && (Domain is not { } d || d == name.Domain);
}
