using ControlPlane.Errors;
using ControlPlane.LiveSessions;
using ControlPlane.Operations;
using ControlPlane.SignIn;
using Microsoft.Extensions.Options;

namespace ControlPlane.Profiles;

/// <summary>Brings profiles back to what their teams want: tags, execution role and settings, or the whole profile when it is gone or was
/// never made. What is not ours is refused.</summary>
/// <param name="plans">What profiles should be like.</param>
/// <param name="broker">Makes them.</param>
/// <param name="upkeep">Changes them.</param>
/// <param name="removals">Removes one that AWS failed to make.</param>
/// <param name="register">Shows them.</param>
/// <param name="states">What is known of them.</param>
/// <param name="accesses">What is known of accesses.</param>
/// <param name="options">How long to wait.</param>
/// <param name="time">The clock.</param>
public sealed class ProfileRepairer(
    ProfilePlans plans, IStudioBroker broker, IStudioUpkeep upkeep, ProfileRemovals removals, ProfileRegister register, ProfileStates states,
    StudioAccesses accesses, IOptions<OperationOptions> options, TimeProvider time)
    : OperationKind<RepairOrder, ProfileView>(KindName, OperationJson.Readable.RepairOrder, OperationJson.Readable.ProfileView)
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "profiles.repair";

    static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(10);

    // A profile that was made just now may show without its tags for a moment (AWS is eventually consistent).
    const int LooksWithoutTags = 8;

    /// <summary>An order to repair a profile.</summary>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>, <c>ACCOUNT_UNKNOWN</c>, <c>PROFILE_TEAM_GONE</c>,
    /// <c>PLACEMENT_REMOVED</c>, <c>EXECUTION_ROLE_OF_OTHER_ACCOUNT</c>.</exception>
    public async Task<OperationOrder> OrderAsync(RepairOrder order, CancellationToken ct)
    {
        var profile = await plans.GetAsync(order.Profile, ct);
        await plans.WantAsync(profile, ct);
        return Order(profile.Name.ToString(), order with { Profile = profile.Name });
    }

    /// <inheritdoc/>
    protected override async Task<ProfileView> WorkAsync(OperationRun run, RepairOrder order)
    {
        var profile = await plans.GetAsync(order.Profile, CancellationToken.None);
        var wanted = await plans.WantAsync(profile, CancellationToken.None);
        var seen = await run.StepAsync("Looking at the profile.", ct => plans.FindOursAsync(profile, ct));
        if (order.ValidateOnly)
        {
            return await ShowAsync(profile, seen, seen is null ? "AWS has no such profile." : ProfileDrift.Tell(seen, wanted));
        }

        if (seen is { Status: ProfileStatus.Failed or ProfileStatus.DeleteFailed or ProfileStatus.Deleting })
        {
            await removals.RemoveProfileAsync(run, profile);
            seen = null;
        }

        if (seen is null)
        {
            await run.StepAsync("Asking AWS to make the profile.", ct => broker.TryCreateProfileAsync(profile.Account, wanted, ct));
        }

        seen = await SettleAsync(run, profile, isNew: seen is null);
        await MendTagsAsync(run, profile, seen, wanted);
        if (ProfileDrift.TellSettings(seen, wanted) is not null)
        {
            await UpdateAsync(run, profile, wanted);
            seen = await SettleAsync(run, profile, isNew: false);
            if (seen.Status is ProfileStatus.UpdateFailed)
            {
                throw ProfileErrors.UpdateFailed(profile.Name, seen.FailureReason);
            }
        }

        var last = await plans.FindOursAsync(profile, CancellationToken.None) ?? throw ProfileErrors.Busy(profile.Name);
        var left = ProfileDrift.Tell(last, wanted);
        await accesses.LookSoonAsync(profile.Name, CancellationToken.None);
        await states.SaveReadyAsync(profile.Name, left, CancellationToken.None);
        return await ShowAsync(profile, last, left);
    }

    async Task MendTagsAsync(OperationRun run, AssignedProfile profile, ObservedProfile seen, DesiredProfile wanted)
    {
        var (set, remove) = ProfileDrift.Tags(seen, wanted);
        if (set.Count > 0)
        {
            await run.StepAsync($"Setting {set.Count} tags.", ct => upkeep.AddTagsAsync(profile.Account, profile.Name, seen.Arn!, set, ct));
        }

        if (remove.Count > 0)
        {
            await run.StepAsync($"Removing {remove.Count} tags.", ct => upkeep.RemoveTagsAsync(profile.Account, profile.Name, seen.Arn!, remove, ct));
        }
    }

    async Task UpdateAsync(OperationRun run, AssignedProfile profile, DesiredProfile wanted)
    {
        if (!await run.StepAsync("Asking AWS to change role and settings.", ct => upkeep.TryUpdateProfileAsync(profile.Account, wanted, ct)))
        {
            throw ProfileErrors.Busy(profile.Name);
        }
    }

    // Waits until AWS is at an end with it, and it shows that it is ours.
    async Task<ObservedProfile> SettleAsync(OperationRun run, AssignedProfile profile, bool isNew)
    {
        var began = time.GetTimestamp();
        var pause = _firstPause;
        for (var looks = 0; ; looks++)
        {
            var seen = await LookAsync(run, profile, isNew && looks < LooksWithoutTags);
            switch (seen?.Status)
            {
                case ProfileStatus.InService or ProfileStatus.UpdateFailed:
                    return seen;
                case ProfileStatus.Failed:
                    throw ProfileErrors.Failed(profile.Name, seen.FailureReason);
                case ProfileStatus.Deleting or ProfileStatus.DeleteFailed:
                    throw ProfileErrors.Busy(profile.Name);
                default:
                    break;
            }

            if (time.GetElapsedTime(began) > options.Value.ChangeDeadline)
            {
                throw ProfileErrors.TimedOut(profile.Name, options.Value.ChangeDeadline);
            }

            await run.PauseAsync(pause);
            pause = pause * 1.5 < _longestPause ? pause * 1.5 : _longestPause;
        }
    }

    async Task<ObservedProfile?> LookAsync(OperationRun run, AssignedProfile profile, bool mayLackTags)
    {
        try
        {
            return await run.StepAsync("Waiting for AWS.", ct => plans.FindOursAsync(profile, ct));
        }
        catch (RefusedException early) when (mayLackTags && early.Reason == ProfileErrors.NotOursReason)
        {
            return null;
        }
    }

    async Task<ProfileView> ShowAsync(AssignedProfile profile, ObservedProfile? seen, string? drift)
        => (await register.ViewAsync([profile.Assignment], CancellationToken.None))[0] with
        {
            Drift = drift,
            ObservedAt = time.GetUtcNow(),
            Readiness = seen?.Status switch
            {
                null => ProfileReadiness.NotCreated,
                ProfileStatus.InService or ProfileStatus.UpdateFailed => ProfileReadiness.Ready,
                ProfileStatus.Pending or ProfileStatus.Updating => ProfileReadiness.Preparing,
                _ => ProfileReadiness.Failed,
            },
        };
}
