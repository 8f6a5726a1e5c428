using System.Text.Json;
using ControlPlane.Domains;
using ControlPlane.Profiles;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>The assignments, and the profile names that they reserve. Both are written in one batch, so that there is never one without
/// the other, never two for one user and team, and never two users on one profile.</summary>
/// <param name="store">Where they are.</param>
public sealed partial class AssignmentCatalog(IStore store)
{
    /// <summary>Reads the assignment of a user and a team; null when there is none.</summary>
    public async Task<Assignment?> FindAsync(UserId user, TeamId team, CancellationToken ct)
        => await store.FindAsync(KeyOf(user, team), ct) is { } found ? Read(found) : null;

    /// <summary>Reads the assignments of a user.</summary>
    internal async Task<IReadOnlyList<Assignment>> ListAsync(UserId user, CancellationToken ct)
    {
        var found = new List<Assignment>();
        for (string? after = null; await store.ListAsync(StoreKey.AssignmentsOf(user), after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            found.AddRange(page.Select(Read));
        }

        return found;
    }

    /// <summary>Reads the assignments of a user and many teams at once.</summary>
    internal async Task<IReadOnlyDictionary<TeamId, Assignment>> FindManyAsync(UserId user, IReadOnlyCollection<TeamId> teams, CancellationToken ct)
    {
        var found = await store.FindManyAsync([.. teams.Select(team => KeyOf(user, team))], ct);
        return found.Select(Read).ToDictionary(a => a.Team);
    }

    /// <summary>The assignments of a user that name a profile, by team; the first thousand of them.</summary>
    internal async Task<IReadOnlyList<Assignment>> ListOfAsync(UserId user, CancellationToken ct)
        => [.. (await store.ListAsync(StoreKey.AssignmentsOf(user), null, StoreLimits.PageSize, ct)).Select(Read).Where(a => !a.IsUnplaced)];

    /// <summary>The people with an assignment to a team, the first of them and how many there are. Reads all assignments.</summary>
    internal async Task<(IReadOnlyList<UserId> First, long Count)> FindOfTeamAsync(TeamId team, int most, CancellationToken ct)
    {
        var (first, count) = (new List<UserId>(), 0L);
        for (string? after = null; await store.ListAsync("assignments/", after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            var found = page.Where(d => d.Key.EndsWith($"/{team}", StringComparison.Ordinal)).ToList();
            count += found.Count;
            first.AddRange(found.Take(most - first.Count).Select(d => Read(d).User));
        }

        return (first, count);
    }

    /// <summary>How many people were assigned to a team since a moment. Reads all assignments.</summary>
    internal async Task<long> CountSinceAsync(TeamId team, DateTimeOffset since, CancellationToken ct)
    {
        var count = 0L;
        for (string? after = null; await store.ListAsync("assignments/", after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            count += page.Where(d => d.Key.EndsWith($"/{team}", StringComparison.Ordinal)).Count(d => Read(d).CreatedAt >= since);
        }

        return count;
    }

    /// <summary>The profile names that are reserved in a domain.</summary>
    internal Task<long> CountAsync(DomainName domain, CancellationToken ct) => store.CountAsync($"{NamesOf(domain)}/", ct);

    /// <summary>Who holds a profile name; null when nobody does.</summary>
    internal async Task<NameHolder?> FindHolderAsync(ProfileName profile, CancellationToken ct)
        => await store.FindAsync(KeyOf(profile), ct) is { } found
            && JsonSerializer.Deserialize(found.Value.Span, SignInJson.Readable.NameReservation) is { } reservation
            ? new(reservation, found.Version)
            : null;

    /// <summary>The version of a domain's roll, which every placement into the domain changes; zero before the first.</summary>
    internal async Task<long> RollVersionAsync(DomainName domain, CancellationToken ct)
        => (await store.FindAsync(RollOf(domain), ct))?.Version ?? 0;

    /// <summary>Writes an assignment and reserves its name, if neither exists and nobody was placed into the domain since its roll was
    /// read: a domain's limit holds because each placement counted what all earlier ones had written.</summary>
    /// <param name="assignment">What to write.</param>
    /// <param name="nameVersion">The version of the name's reservation, which the same user and team hold; 0 when nobody holds it.</param>
    /// <param name="rollVersion">The version of the domain's roll when its free places were counted.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>False when someone was first: nothing was written then.</returns>
    internal async Task<bool> TryAddAsync(Assignment assignment, long nameVersion, long rollVersion, CancellationToken ct)
        => await store.TryWriteAsync([Write(assignment), .. Place(assignment, nameVersion, rollVersion, assignment.CreatedAt)], ct) is not null;

    /// <summary>The writes that take a profile's name and a place of its domain, for the batch that writes the assignment: see
    /// <see cref="TryAddAsync"/>.</summary>
    internal static IReadOnlyList<StoreWrite> Place(Assignment assignment, long nameVersion, long rollVersion, DateTimeOffset now)
    {
        var reservation = NameReservation.Of(assignment.User, assignment.Team);
        return
        [
            new(KeyOf(assignment.Profile), JsonSerializer.SerializeToUtf8Bytes(reservation, SignInJson.Readable.NameReservation), nameVersion),
            new(RollOf(assignment.Profile.Domain), JsonSerializer.SerializeToUtf8Bytes(new DomainRoll(now), SignInJson.Readable.DomainRoll), rollVersion),
        ];
    }

    /// <summary>The write that gives a profile's name free, for the batch that removes its assignment.</summary>
    internal static StoreWrite Release(Assignment assignment) => new(KeyOf(assignment.Profile), null);

    static StoreWrite Write(Assignment assignment) => new(
        StoreKey.Of(assignment.User, assignment.Team), JsonSerializer.SerializeToUtf8Bytes(assignment, SignInJson.Readable.Assignment), 0);

    static string KeyOf(UserId user, TeamId team) => StoreKey.Of(user, team);

    // SageMaker ignores case in profile names, so the reservation does.
    static string KeyOf(ProfileName profile) => $"{NamesOf(profile.Domain)}/{profile.Profile.ToLowerInvariant()}";

    static string NamesOf(DomainName domain) => $"profiles/{domain.Account}/{domain.Region}/{domain.Domain}";

    static string RollOf(DomainName domain) => $"placements/{domain.Account}/{domain.Region}/{domain.Domain}";

    static Assignment Read(StoredDocument document)
        => JsonSerializer.Deserialize(document.Value.Span, SignInJson.Readable.Assignment)
            ?? throw new JsonException($"The document '{document.Key}' is null.");
}

/// <summary>Who holds a profile name.</summary>
sealed record NameReservation(string User, string Team)
{
    public static NameReservation Of(UserId user, TeamId team) => new(user.ToString(), team.ToString());
}

/// <summary>Who holds a profile name, as of a version.</summary>
sealed record NameHolder(NameReservation Reservation, long Version);

/// <summary>What each placement into a domain writes anew, so that two at once cannot both count the last place as theirs.</summary>
sealed record DomainRoll(DateTimeOffset LastPlacement);
