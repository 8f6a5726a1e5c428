using System.Globalization;
using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.Operations;
using ControlPlane.Profiles;
using Microsoft.Extensions.Options;

namespace ControlPlane.LiveSessions;

/// <summary>Ends an access in AWS: marks the profile, which the policies of the vend and the execution roles deny; stops every app of the
/// profile and of its private spaces; and looks at AWS once more before it says that the access has ended. Profile, spaces and all storage
/// stay. Safe to begin anew at any point.</summary>
/// <param name="accesses">What is known of accesses.</param>
/// <param name="judge">Says whether the person is entitled again.</param>
/// <param name="plans">Whose profiles they are.</param>
/// <param name="apps">Looks at apps.</param>
/// <param name="upkeep">Marks and stops.</param>
/// <param name="states">What is known of the profiles.</param>
/// <param name="audit">The audit log.</param>
/// <param name="operations">How long AWS may take.</param>
/// <param name="options">How long to wait for another attempt.</param>
/// <param name="time">The clock.</param>
public sealed class AccessEnder(
    StudioAccesses accesses, AccessJudge judge, ProfilePlans plans, AccessApps apps, IStudioUpkeep upkeep, ProfileStates states, AuditTrail audit,
    IOptions<OperationOptions> operations, IOptions<LiveSessionOptions> options, TimeProvider time)
    : OperationKind<EndAccessOrder, AccessEnding>(KindName, OperationJson.Readable.EndAccessOrder, OperationJson.Readable.AccessEnding)
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "access.end";

    static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);
    static readonly TimeSpan _firstRetry = TimeSpan.FromSeconds(5);
    static readonly TimeSpan _firstWatch = TimeSpan.FromSeconds(30);

    /// <summary>Work for people's safety does not queue behind work for their comfort.</summary>
    public override bool IsUrgent => true;

    internal OperationOrder OrderOf(StudioAccess access) => Order(access.Profile.ToString(), new(access.Profile, access.Turn));

    /// <inheritdoc/>
    protected override async Task<AccessEnding> WorkAsync(OperationRun run, EndAccessOrder order)
    {
        if (await accesses.FindAsync(order.Profile, CancellationToken.None) is not { State: StudioAccessState.Ending } access || access.Turn != order.Turn)
        {
            return new(order.Profile, AccessOutcome.Superseded, []);
        }

        try
        {
            return await EndAsync(run, access);
        }
        catch (RefusedException why)
        {
            // It stays on its way: whoever finds its time come begins the next attempt.
            await ChangeAsync(access, a => a with { Missing = why.Message, DueAt = time.GetUtcNow() + RetryAfter(a.Attempts) });
            throw;
        }
    }

    async Task<AccessEnding> EndAsync(OperationRun run, StudioAccess access)
    {
        run.Expect(4);
        if (await plans.FindAsync(access.Profile, CancellationToken.None) is not { } profile || !IsOf(profile, access))
        {
            // The profile was retired, and everything in it.
            await accesses.ForgetAsync(access, CancellationToken.None);
            return new(access.Profile, AccessOutcome.Superseded, []);
        }

        if (await TryRestoreAsync(run, profile, access))
        {
            return new(access.Profile, AccessOutcome.Restored, []);
        }

        var seen = await run.StepAsync("Looking at the profile.", ct => plans.FindOursAsync(profile, ct));
        IReadOnlyList<string>? stopped = [];
        if (seen is not null)
        {
            await run.StepAsync("Marking the profile.", ct => MarkAsync(run, profile, access, seen, ct));
            stopped = await run.StepAsync("Looking at the apps.", ct => StopAsync(run, profile, access, ct));
        }

        if (stopped is null)
        {
            return new(access.Profile, AccessOutcome.Restored, []);
        }

        await run.StepAsync("Confirming in AWS.", ct => ConfirmAsync(profile, ct));
        var ended = await ChangeAsync(access, a => a with
        {
            State = StudioAccessState.Ended,
            Since = time.GetUtcNow(),
            Missing = null,
            DueAt = a.SessionsUntil > time.GetUtcNow() ? time.GetUtcNow() + _firstWatch : null,
        });
        return new(access.Profile, ended ? AccessOutcome.Ended : AccessOutcome.Superseded, stopped);
    }

    // First, so that nothing new begins while the rest is stopped. The event goes before the change.
    async Task MarkAsync(OperationRun run, AssignedProfile profile, StudioAccess access, ObservedProfile seen, CancellationToken ct)
    {
        if (ProfileTags.MarksOf(seen.Tags).Count == 0)
        {
            await audit.AppendAsync(EventOf(run, access, "access.mark", "allowed"));
            var since = access.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            await upkeep.AddTagsAsync(profile.Account, profile.Name, seen.Arn!, new Dictionary<string, string> { [ProfileTags.Ended] = since }, ct);
        }

        // The next launch looks at the profile, and finds the mark to take away.
        await states.MarkEndedAsync(profile.Name, ct);
    }

    // Null: the person is entitled again.
    async Task<IReadOnlyList<string>?> StopAsync(OperationRun run, AssignedProfile profile, StudioAccess access, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var pause = _firstPause;
        var stopped = new SortedSet<string>(StringComparer.Ordinal);
        while (await apps.ListLiveAsync(profile, ct) is { Count: > 0 } live)
        {
            if (await TryRestoreAsync(run, profile, access))
            {
                return null;
            }

            stopped.UnionWith(live.Select(a => a.ToString()));
            await run.TellAsync($"Stopping {AccessErrors.Name(live)}.");
            await ChangeAsync(access, a => a with { Missing = $"{AccessErrors.Name(live)} still run{(live.Count == 1 ? "s" : "")}." });
            // Nothing is stopped of what somebody marked as theirs in the meantime.
            await plans.FindOursAsync(profile, ct);
            foreach (var app in live.Where(a => a.Status is not AppState.Deleting))
            {
                await upkeep.RemoveAppAsync(profile.Account, profile.Name.Domain, app, ct);
            }

            if (time.GetElapsedTime(began) > operations.Value.ChangeDeadline)
            {
                throw AccessErrors.AppsRemain(profile.Name, live);
            }

            await run.PauseAsync(pause);
            pause = pause * 1.5 < _longestPause ? pause * 1.5 : _longestPause;
        }

        if (stopped.Count > 0)
        {
            await audit.AppendAsync(EventOf(run, access, "access.stop", "done", ("apps", $"{stopped.Count}")));
        }

        return [.. stopped];
    }

    async Task ConfirmAsync(AssignedProfile profile, CancellationToken ct)
    {
        if (await plans.FindOursAsync(profile, ct) is not { } seen)
        {
            // Without a profile there is nothing that could run.
            return;
        }

        if (ProfileTags.MarksOf(seen.Tags).Count == 0)
        {
            throw AccessErrors.MarkMissing(profile.Name);
        }

        if (await apps.ListLiveAsync(profile, ct) is { Count: > 0 } live)
        {
            throw AccessErrors.AppsRemain(profile.Name, live);
        }
    }

    async Task<bool> TryRestoreAsync(OperationRun run, AssignedProfile profile, StudioAccess access)
    {
        if (!(await judge.JudgeAsync(profile.Assignment, access, CancellationToken.None)).IsHeld)
        {
            return false;
        }

        await audit.AppendAsync(EventOf(run, access, "access.restore", "allowed"));
        await accesses.ReopenAsync(access.Profile, CancellationToken.None);
        return true;
    }

    // False: the access is not in this turn any more.
    async Task<bool> ChangeAsync(StudioAccess access, Func<StudioAccess, StudioAccess> change)
        => (await accesses.ChangeAsync(
            access.Profile, a => a is { State: StudioAccessState.Ending } && a.Turn == access.Turn ? change(a) : null, CancellationToken.None)).Changed;

    TimeSpan RetryAfter(int attempts)
    {
        var pause = _firstRetry * Math.Pow(2, Math.Clamp(attempts - 1, 0, 20));
        return pause < options.Value.RetryInterval ? pause : options.Value.RetryInterval;
    }

    static bool IsOf(AssignedProfile profile, StudioAccess access) => profile.Assignment.User == access.User && profile.Assignment.Team == access.Team;

    AuditEvent EventOf(OperationRun run, StudioAccess access, string action, string outcome, params (string Key, string Value)[] details)
    {
        var entry = OperationWorker.EventOf(run.Operation, outcome, access.Reason, time.GetUtcNow());
        return entry with
        {
            Action = action,
            User = access.User.ToString(),
            Team = access.Team.ToString(),
            Details = entry.Details.Concat(details.Select(d => KeyValuePair.Create(d.Key, d.Value))).ToDictionary(),
        };
    }
}
