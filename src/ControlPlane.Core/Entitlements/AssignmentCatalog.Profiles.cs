using System.Text.Json;
using ControlPlane.LiveSessions;
using ControlPlane.Profiles;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

// The way from profiles to assignments.
public sealed partial class AssignmentCatalog
{
    /// <summary>The prefix of the keys of all reserved profile names, which sort by account, Region, domain and name in lower case.</summary>
    internal const string NamesPrefix = "profiles/";

    /// <summary>The assignment that a profile carries out; null when none does.</summary>
    internal async Task<Assignment?> FindByProfileAsync(ProfileName profile, CancellationToken ct)
        => await FindHolderAsync(profile, ct) is { Reservation: var holder }
            && await FindAsync(UserId.Parse(holder.User), TeamId.Parse(holder.Team), ct) is { } assignment
            && IsSame(assignment.Profile, profile)
                ? assignment
                : null;

    /// <summary>Reads assignments in the order of their profiles' names.</summary>
    /// <param name="prefix">The beginning of the keys: <see cref="NamesPrefix"/>, or more of it.</param>
    /// <param name="after">Only names whose key sorts after this one; null from the start.</param>
    /// <param name="limit">At most this many names, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The assignments, and the last name's key; null when there are no more names.</returns>
    internal async Task<(IReadOnlyList<Assignment> Assignments, string? Last)> ListByProfileAsync(
        string prefix, string? after, int limit, CancellationToken ct)
    {
        var names = await store.ListAsync(prefix, after, limit, ct);
        var keys = names.ToDictionary(n => KeyOf(n), n => n.Key);
        var found = keys.Count == 0 ? [] : await store.FindManyAsync(keys.Keys, ct);
        List<Assignment> assignments = [.. found.Select(Read).Where(a => keys.ContainsValue(KeyOf(a.Profile))).OrderBy(a => KeyOf(a.Profile), StringComparer.Ordinal)];
        return (assignments, names.Count < limit ? null : names[^1].Key);
    }

    /// <summary>Removes an assignment with its profile's state and gives the name free, if the profile still is the assignment's.</summary>
    /// <returns>False when somebody changed it meanwhile: nothing was removed then.</returns>
    internal async Task<bool> TryRemoveAsync(Assignment assignment, string stateKey, CancellationToken ct)
    {
        var key = KeyOf(assignment.User, assignment.Team);
        var stored = await store.FindAsync(key, ct);
        if (stored is not null && !IsSame(Read(stored).Profile, assignment.Profile))
        {
            return false;
        }

        var holder = await FindHolderAsync(assignment.Profile, ct);
        if (holder is not null && holder.Reservation != NameReservation.Of(assignment.User, assignment.Team))
        {
            return false;
        }

        return await store.TryWriteAsync(
            [new(key, null, stored?.Version ?? 0), new(KeyOf(assignment.Profile), null, holder?.Version ?? 0), new(stateKey, null), StudioAccesses.Forget(assignment.Profile)], ct) is not null;
    }

    /// <summary>SageMaker ignores case in profile names.</summary>
    internal static bool IsSame(ProfileName one, ProfileName other)
        => one.Domain == other.Domain && one.Profile.Equals(other.Profile, StringComparison.OrdinalIgnoreCase);

    static string KeyOf(StoredDocument name)
    {
        var reservation = JsonSerializer.Deserialize(name.Value.Span, SignInJson.Readable.NameReservation)
            ?? throw new JsonException($"The document '{name.Key}' is null.");
        return KeyOf(UserId.Parse(reservation.User), TeamId.Parse(reservation.Team));
    }
}
