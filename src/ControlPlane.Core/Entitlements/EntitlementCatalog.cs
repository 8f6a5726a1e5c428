using ControlPlane.Catalog;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>The rights to teams. There is at most one for each subject and team.</summary>
/// <param name="store">Where they are.</param>
public sealed class EntitlementCatalog(IStore store)
{
    readonly CatalogSet<Entitlement> _set = new(store, DocumentJson.Readable.Entitlement);

    /// <summary>Reads every entitlement to one team that a person has, alone or through groups, whether or not its time is now. Direct
    /// look-ups: the cost does not grow with the number of entitlements.</summary>
    /// <param name="user">The person.</param>
    /// <param name="groups">The person's groups.</param>
    /// <param name="team">The team.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<IReadOnlyList<Entitlement>> FindAsync(UserId user, IReadOnlyCollection<GroupId> groups, TeamId team, CancellationToken ct)
        => _set.FindManyAsync([.. KeysOf(user, groups, team)], ct);

    /// <summary>Reads every entitlement that a person has, alone or through groups, ordered by team.</summary>
    /// <param name="user">The person.</param>
    /// <param name="groups">The person's groups.</param>
    /// <param name="after">Only teams that sort after this one (ordinal); null from the start.</param>
    /// <param name="limit">At most this many teams, 1 to 1000. A team's entitlements are never divided between pages.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<Entitlement>> ListAsync(UserId user, IReadOnlyCollection<GroupId> groups, TeamId? after, int limit, CancellationToken ct)
    {
        // A subject has one entitlement for a team: the first teams of each subject hold the first teams of all.
        var found = new List<Entitlement>();
        foreach (var subject in Subjects(user, groups))
        {
            var prefix = StoreKey.EntitlementsOf(subject);
            found.AddRange(await _set.ListAsync(prefix, after is { } team ? $"{prefix}{team}" : null, limit, ct));
        }

        return [.. found
            .GroupBy(e => e.Team.ToString(), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Take(limit)
            .SelectMany(g => g)];
    }

    /// <summary>Reads the entitlements to a team: groups first, each kind in the order of its keys.</summary>
    /// <param name="team">The team.</param>
    /// <param name="after">Only subjects that sort after this one; null from the start.</param>
    /// <param name="limit">At most this many, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<IReadOnlyList<Entitlement>> ListByTeamAsync(TeamId team, EntitlementSubject? after, int limit, CancellationToken ct)
        => _set.ListAsync(StoreKey.EntitlementsByTeam(team), after is { } subject ? StoreKey.ByTeam(subject, team) : null, limit, ct);

    /// <summary>Creates or replaces an entitlement.</summary>
    public Task PutAsync(Entitlement entitlement, CancellationToken ct) => store.TryWriteAsync(Writes(entitlement), ct);

    /// <summary>Removes an entitlement; nothing happens when there is none.</summary>
    public Task RemoveAsync(EntitlementSubject subject, TeamId team, CancellationToken ct)
        => store.TryWriteAsync([new(StoreKey.Of(subject, team), null), new(StoreKey.ByTeam(subject, team), null)], ct);

    /// <summary>The two documents of an entitlement, for one batch.</summary>
    internal IReadOnlyList<StoreWrite> Writes(Entitlement entitlement)
    {
        var first = _set.Write(StoreKey.Of(entitlement.Subject, entitlement.Team), entitlement);
        return [first, first with { Key = StoreKey.ByTeam(entitlement.Subject, entitlement.Team) }];
    }

    /// <summary>The keys of every entitlement to one team that a person may have.</summary>
    internal static IEnumerable<string> KeysOf(UserId user, IReadOnlyCollection<GroupId> groups, TeamId team)
        => Subjects(user, groups).Select(s => StoreKey.Of(s, team));

    static IEnumerable<EntitlementSubject> Subjects(UserId user, IReadOnlyCollection<GroupId> groups)
        => groups.Distinct().Select(EntitlementSubject.Of).Prepend(EntitlementSubject.Of(user));
}
