using ControlPlane.Operations;
using Microsoft.Extensions.Options;

namespace ControlPlane.Profiles;

/// <summary>Removes things in AWS one after another and waits until each is gone. Asks before each removal whether the profile is still
/// ours.</summary>
/// <param name="plans">Whose profiles they are.</param>
/// <param name="inventory">What is there.</param>
/// <param name="upkeep">Removes it.</param>
/// <param name="options">How long to wait.</param>
/// <param name="time">The clock.</param>
public sealed class ProfileRemovals(
    ProfilePlans plans, IStudioInventory inventory, IStudioUpkeep upkeep, IOptions<OperationOptions> options, TimeProvider time)
{
    static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(10);

    internal async Task RemoveAppsAsync(OperationRun run, AssignedProfile profile, IReadOnlyList<ObservedApp> apps)
    {
        foreach (var app in apps)
        {
            await run.StepAsync($"Deleting {app}.", ct => RemoveAsync(run, profile, app.ToString(), async () =>
            {
                var now = (app.Space is { } space
                    ? await inventory.ListAppsAsync(profile.Account, profile.Name.Domain, space, ct)
                    : await inventory.ListAppsAsync(profile.Account, profile.Name, ct)).FirstOrDefault(a => a.IsLive && a.Type == app.Type && a.Name == app.Name);
                return now is null ? Look.Gone : now.Status is AppState.Deleting ? Look.Leaving : Look.There;
            },
            () => upkeep.RemoveAppAsync(profile.Account, profile.Name.Domain, app, ct), ct));
        }
    }

    internal async Task RemoveSpacesAsync(OperationRun run, AssignedProfile profile, IReadOnlyList<ObservedSpace> spaces)
    {
        foreach (var space in spaces)
        {
            await run.StepAsync($"Deleting {space}.", ct => RemoveAsync(run, profile, space.ToString(), async () =>
                (await inventory.ListSpacesAsync(profile.Account, profile.Name, ct)).FirstOrDefault(s => s.Name == space.Name) switch
                {
                    null => Look.Gone,
                    { IsLeaving: true } => Look.Leaving,
                    { Status: "Delete_Failed" } => Look.Failed,
                    _ => Look.There,
                },
            () => upkeep.RemoveSpaceAsync(profile.Account, profile.Name.Domain, space.Name, ct), ct));
        }
    }

    internal Task RemoveProfileAsync(OperationRun run, AssignedProfile profile)
        => run.StepAsync($"Deleting profile {profile.Name.Profile}.", ct => RemoveAsync(run, profile, "profile itself", async () =>
            await plans.FindOursAsync(profile, ct) switch
            {
                null => Look.Gone,
                { Status: ProfileStatus.Deleting } => Look.Leaving,
                { Status: ProfileStatus.DeleteFailed } => Look.Failed,
                _ => Look.There,
            },
            () => upkeep.RemoveProfileAsync(profile.Account, profile.Name, ct), ct));

    async Task RemoveAsync(OperationRun run, AssignedProfile profile, string what, Func<Task<Look>> look, Func<Task<Removal>> remove, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var pause = _firstPause;
        for (var asked = false; ;)
        {
            switch (await look())
            {
                case Look.Gone:
                    return;
                case Look.Failed when asked:
                    throw ProfileErrors.RemovalFailed(profile.Name, what);
                case Look.There or Look.Failed:
                    // Nothing is removed of what somebody marked as theirs in the meantime.
                    await plans.FindOursAsync(profile, ct);
                    asked |= await remove() is Removal.Begun;
                    break;
                default:
                    break;
            }

            if (time.GetElapsedTime(began) > options.Value.ChangeDeadline)
            {
                throw ProfileErrors.RemovalTimedOut(profile.Name, what, options.Value.ChangeDeadline);
            }

            await run.PauseAsync(pause);
            pause = pause * 1.5 < _longestPause ? pause * 1.5 : _longestPause;
        }
    }

    enum Look
    {
        There,
        Leaving,
        Failed,
        Gone,
    }
}
