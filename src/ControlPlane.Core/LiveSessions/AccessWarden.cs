using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Operations;
using ControlPlane.Profiles;
using ControlPlane.Requests;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.LiveSessions;

/// <summary>Compares what people may do with what is known of their accesses, and begins the end of those that are lost. However many
/// replicas look, one begins each end.</summary>
/// <param name="accesses">What is known of accesses.</param>
/// <param name="judge">Says who is entitled.</param>
/// <param name="assignments">The assignments.</param>
/// <param name="ender">Ends accesses.</param>
/// <param name="desk">Begins operations.</param>
/// <param name="operations">The operations.</param>
/// <param name="plans">Whose profiles they are.</param>
/// <param name="apps">Looks at apps.</param>
/// <param name="options">How often to look.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where trouble is told.</param>
public sealed partial class AccessWarden(
    StudioAccesses accesses, AccessJudge judge, AssignmentCatalog assignments, AccessEnder ender, OperationDesk desk, OperationCatalog operations,
    ProfilePlans plans, AccessApps apps, IOptions<LiveSessionOptions> options, TimeProvider time, ILogger<AccessWarden> logger)
{
    const int PageSize = 200;
    const int AtOnce = 8;
    static readonly OperationActor _self = new("control-plane", "control-plane");

    // Longer than a look at AWS takes, and how soon an end is taken up that its process left before its operation was begun.
    static readonly TimeSpan _hold = TimeSpan.FromMinutes(1);

    static readonly TimeSpan _shortestWatch = TimeSpan.FromSeconds(30);

    /// <summary>Looks at every access that an entitlement gives or gave.</summary>
    /// <param name="team">The team.</param>
    /// <param name="user">The person; null for everybody who is assigned to the team.</param>
    /// <param name="by">Who caused it; null for the control plane itself.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task LookAsync(TeamId team, UserId? user, OperationActor? by, CancellationToken ct)
    {
        if (user is { } one)
        {
            await (await assignments.FindAsync(one, team, ct) is { } assignment ? LookAsync(assignment, by, ct) : Task.CompletedTask);
            return;
        }

        await LookAtAllAsync(a => a.Team == team, by, ct);
    }

    /// <summary>Looks at every access to some teams.</summary>
    internal Task LookAsync(IReadOnlySet<TeamId> teams, CancellationToken ct) => LookAtAllAsync(a => teams.Contains(a.Team), null, ct);

    /// <summary>Looks at every access of a person.</summary>
    internal async Task LookAsync(UserId user, CancellationToken ct)
    {
        foreach (var assignment in await assignments.ListAsync(user, ct))
        {
            await LookAsync(assignment, null, ct);
        }
    }

    /// <summary>Looks at every access there is.</summary>
    internal Task SweepAsync(CancellationToken ct) => LookAtAllAsync(_ => true, null, ct);

    /// <summary>Looks at those whose time has come, and that no other replica has taken.</summary>
    /// <returns>Whether there may be more.</returns>
    internal async Task<bool> LookDueAsync(CancellationToken ct)
    {
        var due = await accesses.ListDueAsync(PageSize, ct);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (one, end) =>
        {
            if (await accesses.TryClaimAsync(one.Mark, one.Profile, _hold, end) is { } access)
            {
                await TryLookAsync(access, end);
            }
        });
        return due.Count == PageSize;
    }

    async Task LookAtAllAsync(Func<Assignment, bool> which, OperationActor? by, CancellationToken ct)
    {
        string? after = null;
        do
        {
            var (page, last) = await assignments.ListByProfileAsync(AssignmentCatalog.NamesPrefix, after, PageSize, ct);
            foreach (var assignment in page.Where(which))
            {
                await LookAsync(assignment, by, ct);
            }

            after = last;
        }
        while (after is not null);
    }

    async Task TryLookAsync(StudioAccess access, CancellationToken ct)
    {
        try
        {
            await (await assignments.FindAsync(access.User, access.Team, ct) is { } assignment && AssignmentCatalog.IsSame(assignment.Profile, access.Profile)
                ? LookDueAsync(assignment, access, ct)
                : accesses.ForgetAsync(access, ct));
        }
        catch (RefusedException refused)
        {
            // It was claimed for a while, and its time comes again.
            LogNotLooked(refused, access.Profile);
        }
    }

    async Task LookDueAsync(Assignment assignment, StudioAccess access, CancellationToken ct)
    {
        await (await LookAsync(assignment, null, ct) switch
        {
            { State: StudioAccessState.Ending } ending when ending.Turn == access.Turn && access.State is StudioAccessState.Ending => GoOnAsync(ending, null, ct),
            { State: StudioAccessState.Ended } ended => WatchAsync(assignment, ended, ct),
            _ => Task.CompletedTask,
        });
    }

    async Task<StudioAccess?> LookAsync(Assignment assignment, OperationActor? by, CancellationToken ct)
    {
        if (assignment.IsUnplaced)
        {
            return null;
        }

        // Ends: each round that fails means that somebody else changed what is known.
        while (true)
        {
            var known = await accesses.FindAsync(assignment.Profile, ct);
            var mine = known?.User == assignment.User && known.Team == assignment.Team ? known : null;
            var verdict = await judge.JudgeAsync(assignment, mine, ct);
            var next = Next(assignment, mine, known?.Turn ?? 0, verdict);
            if (next is null || next == mine)
            {
                return mine;
            }

            var (now, changed) = await accesses.ChangeAsync(assignment.Profile, a => IsSame(a, known) ? next : null, ct);
            if (changed)
            {
                LogChanged(assignment.Profile, next.State, next.Reason);
                return next.State is StudioAccessState.Ending ? await GoOnAsync(now!, by, ct) : now;
            }
        }
    }

    // Whether what was judged is still what is known: a launch may have noted more meanwhile. Its time decides nothing.
    static bool IsSame(StudioAccess? one, StudioAccess? other) => one is null || other is null ? one is null && other is null
        : one.Turn == other.Turn && one.State == other.State && one.User == other.User && one.Team == other.Team
            && one.SessionsUntil == other.SessionsUntil && (one.Groups ?? []).SequenceEqual(other.Groups ?? []);

    // Null: nothing is to be known of it.
    StudioAccess? Next(Assignment assignment, StudioAccess? known, long turn, AccessVerdict verdict)
    {
        var now = time.GetUtcNow();
        var access = known ?? new StudioAccess { Profile = assignment.Profile, User = assignment.User, Team = assignment.Team, Since = now, Turn = turn };
        if (verdict.IsHeld)
        {
            return known is null && verdict.Until is null ? null
                : access.State is StudioAccessState.Active ? access with { DueAt = verdict.Until }
                : access with { State = StudioAccessState.Active, Since = now, Reason = null, Missing = null, Operation = null, Attempts = 0, DueAt = verdict.Until };
        }

        return known is { State: not StudioAccessState.Active } ? known : access with
        {
            State = StudioAccessState.Ending,
            Since = now,
            Reason = verdict.Reason,
            Missing = "The profile is not marked yet, and its apps were not looked at.",
            Operation = null,
            Attempts = 0,
            Turn = access.Turn + 1,
            DueAt = now + _hold,
        };
    }

    // Begins the next attempt unless one is going on.
    async Task<StudioAccess?> GoOnAsync(StudioAccess access, OperationActor? by, CancellationToken ct)
    {
        if (OperationId.TryParse(access.Operation, null, out var last) && await operations.FindAsync(last, ct) is { Done: false })
        {
            return access;
        }

        var attempt = access.Attempts + 1;
        var operation = await desk.BeginAsync(ender.OrderOf(access), by ?? _self, RequestOf(access, attempt), ct);
        var (now, _) = await accesses.ChangeAsync(
            access.Profile,
            a => a is { State: StudioAccessState.Ending } && a.Turn == access.Turn && a.Attempts < attempt ? a with { Operation = operation.Id.ToString(), Attempts = attempt } : null,
            ct);
        return now;
    }

    // A browser session of before may have begun an app anew, and somebody may have taken the mark away.
    async Task WatchAsync(Assignment assignment, StudioAccess access, CancellationToken ct)
    {
        var profile = await plans.FindAsync(assignment.Profile, ct);
        var seen = profile is null ? null : await plans.FindOursAsync(profile, ct);
        var isMarked = seen is null || ProfileTags.MarksOf(seen.Tags).Count > 0;
        var live = seen is null ? [] : await apps.ListLiveAsync(profile!, ct);
        var now = time.GetUtcNow();
        var pause = (now - access.Since) / 2;
        pause = pause < _shortestWatch ? _shortestWatch : pause > options.Value.WatchInterval ? options.Value.WatchInterval : pause;
        var (next, changed) = await accesses.ChangeAsync(
            access.Profile,
            a => a is not { State: StudioAccessState.Ended } || a.Turn != access.Turn ? null
                : isMarked && live.Count == 0 ? a with { DueAt = now < a.SessionsUntil ? now + pause : null }
                : a with
                {
                    State = StudioAccessState.Ending,
                    Since = now,
                    Missing = isMarked ? $"{AccessErrors.Name(live)} came back." : "The profile's mark was taken away.",
                    Operation = null,
                    Attempts = 0,
                    Turn = a.Turn + 1,
                    DueAt = now + _hold,
                },
            ct);
        if (changed && next is { State: StudioAccessState.Ending })
        {
            LogCameBack(access.Profile, next.Missing);
            await GoOnAsync(next, null, ct);
        }
    }

    // However many replicas begin the same attempt, they get the same operation.
    static RequestIdentity RequestOf(StudioAccess access, int attempt)
        => RequestIdentity.Of(_self.Name, AccessEnder.KindName, $"{access.Profile}\n{access.Turn}\n{attempt}\n{access.Since.UtcTicks}");

    [LoggerMessage(Level = LogLevel.Information, Message = "Access to {Profile} is {State} ({Reason})")]
    partial void LogChanged(ProfileName profile, StudioAccessState state, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Access to {Profile} had ended and is not: {Missing}")]
    partial void LogCameBack(ProfileName profile, string? missing);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The access to {Profile} could not be looked at; it is looked at again")]
    partial void LogNotLooked(Exception refused, ProfileName profile);
}
