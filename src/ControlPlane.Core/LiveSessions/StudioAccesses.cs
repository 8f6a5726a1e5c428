using System.Globalization;
using System.Text.Json;
using ControlPlane.Entitlements;
using ControlPlane.Profiles;
using ControlPlane.Store;
using ControlPlane.Users;

namespace ControlPlane.LiveSessions;

/// <summary>What is known of each person's access to their profiles. Those that are to be looked at again are also found by that time.</summary>
/// <param name="store">Where they are.</param>
/// <param name="time">The clock.</param>
public sealed class StudioAccesses(IStore store, TimeProvider time)
{
    const string Prefix = "profile-access/";
    const string Due = "access-due/";
    const string Stamp = "yyyyMMdd'T'HHmmssfff";

    // A busy person must not cost a write at each launch: what is noted covers the launches of the next minutes.
    static readonly TimeSpan _slack = TimeSpan.FromMinutes(10);

    // Whoever lost the access between the check and this moment is found out by then.
    static readonly TimeSpan _recheck = TimeSpan.FromSeconds(30);

    // Enough for everybody but the directories' administrators; the group that let the person in comes first.
    const int MostGroups = 200;

    internal async Task<StudioAccess?> FindAsync(ProfileName profile, CancellationToken ct)
        => await store.FindAsync(KeyOf(profile), ct) is { } found ? Read(found) : null;

    internal async Task<IReadOnlyDictionary<ProfileName, StudioAccess>> FindManyAsync(IReadOnlyCollection<ProfileName> profiles, CancellationToken ct)
    {
        var byKey = profiles.ToDictionary(KeyOf);
        return (await store.FindManyAsync([.. byKey.Keys], ct)).ToDictionary(found => byKey[found.Key], Read);
    }

    /// <summary>Changes what is known, again and again until nobody comes between.</summary>
    /// <param name="profile">Of which profile.</param>
    /// <param name="change">The change; null to leave it as it is. It gets null when nothing is known.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>What is known then, and whether this call changed it.</returns>
    internal async Task<(StudioAccess? Access, bool Changed)> ChangeAsync(
        ProfileName profile, Func<StudioAccess?, StudioAccess?> change, CancellationToken ct)
    {
        var key = KeyOf(profile);
        // Ends: each round that fails means that another change was written.
        while (true)
        {
            var found = await store.FindAsync(key, ct);
            var before = found is null ? null : Read(found);
            if (change(before) is not { } next || next == before)
            {
                return (before, false);
            }

            List<StoreWrite> writes = [new(key, JsonSerializer.SerializeToUtf8Bytes(next, SignInJson.Readable.StudioAccess), found?.Version ?? 0)];
            if (before?.DueAt != next.DueAt)
            {
                writes.AddRange(before?.DueAt is { } old ? [new(DueKeyOf(old, profile), null)] : []);
                writes.AddRange(next.DueAt is { } due ? [new(DueKeyOf(due, profile), "{}"u8.ToArray())] : []);
            }

            if (await store.TryWriteAsync(writes, ct) is not null)
            {
                return (next, true);
            }
        }
    }

    /// <summary>Notes, before Studio is opened, until when that session may last and what the identity provider said. An end that was on its
    /// way, or done, is called off: whoever asks was found entitled just now.</summary>
    /// <param name="person">Who opens it.</param>
    /// <param name="grant">What they were found entitled by.</param>
    /// <param name="route">What they open.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Whether an end was called off: then the entitlement must be looked at once more.</returns>
    internal async Task<bool> NoteLaunchAsync(Person person, Grant grant, Route route, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var until = now + route.SessionLength;
        var reopened = false;
        await ChangeAsync(route.Profile, before =>
        {
            // A profile's name may have gone to another person since.
            var known = before?.User == route.User && before.Team == route.Team.Id ? before : null;
            var groups = GroupsOf(person, grant, known);
            reopened = known is { State: not StudioAccessState.Active };
            return known is { State: StudioAccessState.Active } && until <= known.SessionsUntil && SameGroups(groups, known.Groups) && IsDueBy(known, route.EntitledUntil)
                ? null
                : Reopen(known ?? New(route, now, before), now) with
                {
                    SessionsUntil = Later(known?.SessionsUntil, until + _slack),
                    Groups = groups,
                    DueAt = Earlier(reopened ? now + _recheck : known?.DueAt, route.EntitledUntil),
                };
        }, ct);
        return reopened;
    }

    /// <summary>Calls off an end that was on its way, or done, because the person was found entitled.</summary>
    internal Task ReopenAsync(ProfileName profile, CancellationToken ct)
        => ChangeAsync(profile, before => before is null or { State: StudioAccessState.Active }
            ? null
            : Reopen(before, time.GetUtcNow()) with { DueAt = time.GetUtcNow() + _recheck }, ct);

    /// <summary>Lets a profile whose access has ended be looked at now: it was made anew, and carries no mark.</summary>
    internal Task LookSoonAsync(ProfileName profile, CancellationToken ct)
        => ChangeAsync(profile, before => before is { State: StudioAccessState.Ended } ? before with { DueAt = time.GetUtcNow() } : null, ct);

    /// <summary>Forgets a profile that is gone.</summary>
    internal Task ForgetAsync(StudioAccess access, CancellationToken ct)
        => store.TryWriteAsync([new(KeyOf(access.Profile), null), .. access.DueAt is { } due ? [new StoreWrite(DueKeyOf(due, access.Profile), null)] : Array.Empty<StoreWrite>()], ct);

    /// <summary>The write that forgets a profile, for the batch that removes its assignment. Its time, if any, is passed over.</summary>
    internal static StoreWrite Forget(ProfileName profile) => new(KeyOf(profile), null);

    /// <summary>The profiles whose time has come, the longest waiting first, each with its mark.</summary>
    internal async Task<IReadOnlyList<(string Mark, ProfileName Profile)>> ListDueAsync(int limit, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture);
        var found = await store.ListAsync(Due, null, limit, ct);
        return [.. found
            .Select(d => (Mark: d.Key, Parts: d.Key.Split('/')))
            .TakeWhile(d => string.CompareOrdinal(d.Parts[1], now) <= 0)
            .Select(d => (d.Mark, ProfileName.Parse($"accounts/{d.Parts[2]}/regions/{d.Parts[3]}/domains/{d.Parts[4]}/profiles/{d.Parts[5]}", null)))];
    }

    /// <summary>Takes a profile whose time has come away from all others that look, for a while.</summary>
    /// <param name="mark">Its mark.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="hold">For how long.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>What is known; null when another was first or it is gone.</returns>
    internal async Task<StudioAccess?> TryClaimAsync(string mark, ProfileName profile, TimeSpan hold, CancellationToken ct)
    {
        var until = time.GetUtcNow() + hold;
        var (access, claimed) = await ChangeAsync(
            profile, a => a?.DueAt is { } due && DueKeyOf(due, profile) == mark ? a with { DueAt = until } : null, ct);
        if (!claimed && (access?.DueAt is not { } other || DueKeyOf(other, profile) != mark))
        {
            await store.TryWriteAsync([new(mark, null)], ct);
        }

        return claimed ? access : null;
    }

    internal static string KeyOf(ProfileName profile) => $"{Prefix}{PathOf(profile)}";

    static StudioAccess New(Route route, DateTimeOffset now, StudioAccess? before)
        => new() { Profile = route.Profile, User = route.User, Team = route.Team.Id, Since = now, Turn = before?.Turn ?? 0 };

    static StudioAccess Reopen(StudioAccess access, DateTimeOffset now) => access with
    {
        State = StudioAccessState.Active,
        Since = access.State is StudioAccessState.Active ? access.Since : now,
        Reason = null,
        Missing = null,
        Operation = null,
        Attempts = 0,
    };

    // Whoever launches for another brings nothing of what the person's own identity provider says.
    static IReadOnlyList<GroupId> GroupsOf(Person person, Grant grant, StudioAccess? known)
        => person.Principal is { Actor: not null }
            ? known?.Groups ?? []
            : [.. person.Principal.Groups.OrderByDescending(g => g == grant.Entitlement.Subject.Group).Take(MostGroups)];

    static bool IsDueBy(StudioAccess access, DateTimeOffset? end) => end is null || access.DueAt <= end;

    static bool SameGroups(IReadOnlyList<GroupId> one, IReadOnlyList<GroupId>? other) => other is not null && one.ToHashSet().SetEquals(other);

    static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    static string PathOf(ProfileName profile) => $"{profile.Account}/{profile.Region}/{profile.Domain.Domain}/{profile.Profile.ToLowerInvariant()}";

    static string DueKeyOf(DateTimeOffset due, ProfileName profile)
        => $"{Due}{due.UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture)}/{PathOf(profile)}";

    static StudioAccess Read(StoredDocument document)
        => JsonSerializer.Deserialize(document.Value.Span, SignInJson.Readable.StudioAccess)
            ?? throw new JsonException($"The document '{document.Key}' is null.");
}
