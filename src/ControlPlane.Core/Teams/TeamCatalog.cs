using ControlPlane.Catalog;
using ControlPlane.Store;

namespace ControlPlane.Teams;

/// <summary>The teams.</summary>
/// <param name="store">Where they are.</param>
public sealed class TeamCatalog(IStore store)
{
    readonly CatalogSet<Sourced<Team>> _set = new(store, DocumentJson.Readable.SourcedTeam);
    readonly CaseClaims _claims = new(store);

    /// <summary>Reads a team; null when there is none.</summary>
    public async Task<Team?> FindAsync(TeamId id, CancellationToken ct) => (await _set.FindAsync(StoreKey.Of(id), ct))?.Value;

    /// <summary>Reads many teams at once. Those that do not exist are not in the answer; the order is not that of the ids.</summary>
    public async Task<IReadOnlyList<Team>> FindManyAsync(IReadOnlyCollection<TeamId> ids, CancellationToken ct)
        => [.. (await _set.FindManyAsync([.. ids.Select(StoreKey.Of)], ct)).Select(t => t.Value)];

    /// <summary>Reads teams in the ordinal order of their ids.</summary>
    /// <param name="after">Only those that sort after this one; null from the start.</param>
    /// <param name="limit">At most this many, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<Team>> ListAsync(TeamId? after, int limit, CancellationToken ct)
        => [.. (await _set.ListAsync("teams/", after is { } id ? StoreKey.Of(id) : null, limit, ct)).Select(t => t.Value)];

    /// <summary>Creates or replaces a team.</summary>
    /// <param name="team">The team.</param>
    /// <param name="source">Where it comes from; see <see cref="Sourced{T}.Source"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="Errors.RefusedException"><c>TEAM_DIFFERS_BY_CASE</c>: another team has this id in another case.</exception>
    public Task PutAsync(Team team, string source, CancellationToken ct) => _claims.PutAsync(
        _set.Write(StoreKey.Of(team.Id), new(source, team)),
        StoreKey.Lower(team.Id),
        team.Id.ToString(),
        holder => TeamErrors.DiffersByCase(team.Id, holder),
        ct);
}
