using ControlPlane.Audit;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.LiveSessions;

namespace ControlPlane.Profiles;

/// <summary>Makes one profile ready in its account: looks, creates, takes the mark of an ended access away, waits. Never takes over what is not
/// ours.</summary>
/// <param name="broker">The way into the accounts.</param>
/// <param name="upkeep">Takes marks away.</param>
/// <param name="accesses">What is known of accesses.</param>
/// <param name="audit">The audit log.</param>
/// <param name="time">The clock.</param>
public sealed class ProfileMaker(IStudioBroker broker, IStudioUpkeep upkeep, StudioAccesses accesses, AuditTrail audit, TimeProvider time)
{
    // A profile is ready after some seconds, seldom after more than a minute; AWS allows few describes a second in an account.
    static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    // A profile that was made just now may show without its tags for a moment (AWS is eventually consistent).
    const int LooksWithoutTags = 8;

    internal async Task<ReadyProfile> MakeReadyAsync(Route route, ProfilePreparation progress, CancellationToken ct)
    {
        var seen = await broker.FindProfileAsync(route.Account, route.Profile, ct);
        var fresh = seen is null or { Status: ProfileStatus.Pending };
        if (seen is null)
        {
            progress.Stage = $"AWS is asked to make your profile in {PlaceOf(route)}.";

            // False is success too: someone made it in this moment, and the next look tells whether it is ours.
            await broker.TryCreateProfileAsync(route.Account, Desire(route), ct);
        }

        return seen is not null && await JudgeAsync(route, seen, fresh, ct) is { } ready ? ready : await WaitAsync(route, fresh, progress, ct);
    }

    async Task<ReadyProfile> WaitAsync(Route route, bool fresh, ProfilePreparation progress, CancellationToken ct)
    {
        progress.Stage = $"AWS is making your profile in {PlaceOf(route)}.";
        var pause = _firstPause;
        for (var withoutTags = 0; ;)
        {
            await Task.Delay(pause, time, ct);
            pause = pause * 1.5 < _longestPause ? pause * 1.5 : _longestPause;
            var seen = await LookAgainAsync(route, ct);
            if (seen is { Status: not ProfileStatus.Pending } && !seen.Tags.ContainsKey(ProfileTags.User))
            {
                withoutTags++;
            }

            if (seen is not null && await JudgeAsync(route, seen, fresh && withoutTags < LooksWithoutTags, ct) is { } ready)
            {
                return ready;
            }
        }
    }

    async Task<ObservedProfile?> LookAgainAsync(Route route, CancellationToken ct)
    {
        try
        {
            return await broker.FindProfileAsync(route.Account, route.Profile, ct);
        }
        catch (RefusedException passing) when (passing.Kind is RefusalKind.Unavailable)
        {
            // AWS makes the profile whether or not this look succeeds; the deadline ends the wait.
            return null;
        }
    }

    // Null: look again.
    async Task<ReadyProfile?> JudgeAsync(Route route, ObservedProfile seen, bool mayLackTags, CancellationToken ct)
    {
        var ready = JudgeFinal(route, seen, mayLackTags);
        var marks = ProfileTags.MarksOf(seen.Tags);
        if (ready is null || marks.Count == 0)
        {
            return ready;
        }

        // Whoever launches was found entitled. Known first: if that is over meanwhile, somebody finds the profile unmarked.
        await accesses.ReopenAsync(route.Profile, ct);
        await audit.AppendAsync(new()
        {
            Time = time.GetUtcNow(),
            Action = "access.unmark",
            Outcome = "allowed",
            User = route.User.ToString(),
            Team = route.Team.Id.ToString(),
            Resource = route.Profile.ToString(),
        });
        await upkeep.RemoveTagsAsync(route.Account, route.Profile, seen.Arn!, marks, ct);
        return null;
    }

    // Null: it will change by itself, look again.
    static ReadyProfile? JudgeFinal(Route route, ObservedProfile seen, bool mayLackTags)
    {
        var marked = seen.Tags.TryGetValue(ProfileTags.User, out var user);
        if (!marked)
        {
            return mayLackTags ? null : throw ProfileErrors.NotOurs(route.Profile);
        }

        if (user != route.User.ToString() || seen.Tags.GetValueOrDefault(ProfileTags.Team) != route.Team.Id.ToString())
        {
            throw ProfileErrors.Taken(route.Profile);
        }

        return seen.Status switch
        {
            ProfileStatus.Pending or ProfileStatus.Updating => null,
            ProfileStatus.InService or ProfileStatus.UpdateFailed => new(route.Profile, DriftOf(route, seen), Looked: true),
            ProfileStatus.Failed or ProfileStatus.DeleteFailed => throw ProfileErrors.Failed(route.Profile, seen.FailureReason),
            ProfileStatus.Deleting => throw ProfileErrors.Deleting(route.Profile),
            _ => throw new InvalidOperationException($"No judgement for {seen.Status}."),
        };
    }

    static string? DriftOf(Route route, ObservedProfile seen)
        => seen.ExecutionRole == route.ExecutionRole ? null : $"The execution role is {seen.ExecutionRole ?? "the domain's default"} instead of {route.ExecutionRole}.";

    static DesiredProfile Desire(Route route) => new()
    {
        Name = route.Profile,
        ExecutionRole = route.ExecutionRole,
        Tags = ProfileTags.For(route),
        UserSettingsJson = route.Team.UserSettingsJson,
    };

    static string PlaceOf(Route route) => $"{(route.Account.Alias.Length > 0 ? route.Account.Alias : $"account {route.Account.Id}")}, {route.Domain.Name.Region}";
}
