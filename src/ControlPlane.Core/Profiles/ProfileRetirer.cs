using ControlPlane.Audit;
using ControlPlane.Catalog;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Operations;

namespace ControlPlane.Profiles;

/// <summary>Takes profiles down: apps, spaces, the profile, and then the assignment, in this order and each when the one before is gone. A
/// process that dies on the way leaves the assignment, so that the next one goes on from what AWS still has.</summary>
/// <param name="plans">Whose profiles they are.</param>
/// <param name="use">Who uses them.</param>
/// <param name="inventory">What is there.</param>
/// <param name="removals">Removes it.</param>
/// <param name="states">What is known of the profiles.</param>
/// <param name="assignments">The assignments.</param>
/// <param name="audit">The audit log.</param>
/// <param name="time">The clock.</param>
public sealed class ProfileRetirer(
    ProfilePlans plans, ProfileUse use, IStudioInventory inventory, ProfileRemovals removals, ProfileStates states, AssignmentCatalog assignments,
    AuditTrail audit, TimeProvider time)
    : OperationKind<RetireOrder, ProfileRetirement>(KindName, OperationJson.Readable.RetireOrder, OperationJson.Readable.ProfileRetirement)
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "profiles.retire";

    /// <summary>An order to take a profile down.</summary>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>, <c>PROFILE_IN_USE</c>, <c>ACCOUNT_UNKNOWN</c>.</exception>
    public async Task<OperationOrder> OrderAsync(RetireOrder order, CancellationToken ct)
    {
        var profile = await plans.GetAsync(order.Profile, ct);
        await DemandUnusedAsync(order, profile, ct);
        return Order(profile.Name.ToString(), order with { Profile = profile.Name });
    }

    /// <inheritdoc/>
    protected override async Task<ProfileRetirement> WorkAsync(OperationRun run, RetireOrder order)
    {
        if (await plans.FindAsync(order.Profile, CancellationToken.None) is not { } profile)
        {
            // A process before this one took it down to the end and died before it could say so.
            return new(order.Profile, [], [], Done: true);
        }

        await DemandUnusedAsync(order, profile, CancellationToken.None);
        var inside = await run.StepAsync("Looking at what the profile has.", ct => LookAsync(profile, order, ct));
        var removed = inside.Removable.ToList();
        if (inside.Seen is not null && inside.Kept.Count == 0)
        {
            removed.Add($"profile {profile.Name.Profile}");
        }

        if (inside.Kept.Count > 0)
        {
            return await RemoveInsideAsync(run, profile, inside, order) with { Removed = removed, Kept = [.. inside.Kept, "profile: AWS keeps it while it has spaces."] };
        }

        removed.Add($"assignment {NameOf(profile.Assignment)}");
        if (!order.ValidateOnly)
        {
            await RemoveAllAsync(run, profile, inside);
        }

        return new(profile.Name, removed, [], Done: !order.ValidateOnly);
    }

    async Task DemandUnusedAsync(RetireOrder order, AssignedProfile profile, CancellationToken ct)
    {
        if (!order.Force && await use.FindHolderAsync(profile.Assignment, ct) is { } holder)
        {
            throw ProfileErrors.InUse(profile.Name, holder);
        }
    }

    async Task<ProfileContents> LookAsync(AssignedProfile profile, RetireOrder order, CancellationToken ct)
    {
        if (await plans.FindOursAsync(profile, ct) is not { } seen)
        {
            return new(null, [], [], []);
        }

        var spaces = await inventory.ListSpacesAsync(profile.Account, profile.Name, ct);
        var apps = (await inventory.ListAppsAsync(profile.Account, profile.Name, ct)).ToList();
        foreach (var space in spaces.Where(s => !s.IsShared))
        {
            apps.AddRange(await inventory.ListAppsAsync(profile.Account, profile.Name.Domain, space.Name, ct));
        }

        var kept = spaces.Where(s => s.IsShared).Select(s => $"{s}: others may work in it.").ToList();
        var mine = spaces.Where(s => !s.IsShared).ToList();
        var since = time.GetUtcNow() - order.Retention;
        if (order.Retention > TimeSpan.Zero && mine.Count > 0
            && await use.FindLastAsync(profile.Account, profile.Name, mine, apps, since, ct) is { } last)
        {
            kept.AddRange(mine.Select(s => $"{s}: its storage would be lost, and the profile was used at {last.ToUniversalTime():u}."));
            mine = [];
        }

        return new(seen, [.. apps.Where(a => a.IsLive)], mine, kept);
    }

    async Task<ProfileRetirement> RemoveInsideAsync(OperationRun run, AssignedProfile profile, ProfileContents inside, RetireOrder order)
    {
        if (!order.ValidateOnly)
        {
            await removals.RemoveAppsAsync(run, profile, inside.Apps);
            await removals.RemoveSpacesAsync(run, profile, inside.Spaces);
        }

        return new(profile.Name, [], [], Done: false);
    }

    async Task RemoveAllAsync(OperationRun run, AssignedProfile profile, ProfileContents inside)
    {
        if (inside.Seen is not null)
        {
            await removals.RemoveAppsAsync(run, profile, inside.Apps);
            await removals.RemoveSpacesAsync(run, profile, inside.Spaces);
            // A launch that comes now must not take the profile at its last known word.
            await states.ForgetAsync(profile.Name, CancellationToken.None);
            await removals.RemoveProfileAsync(run, profile);
        }

        await run.StepAsync("Removing the assignment.", _ => ForgetAsync(run, profile));
    }

    async Task ForgetAsync(OperationRun run, AssignedProfile profile)
    {
        var assignment = profile.Assignment;
        await audit.AppendAsync(OperationWorker.EventOf(run.Operation, "allowed", null, time.GetUtcNow()) with
        {
            Action = "assignments.delete",
            Resource = NameOf(assignment),
            User = assignment.User.ToString(),
            Team = assignment.Team.ToString(),
        });
        if (!await assignments.TryRemoveAsync(assignment, ProfileStates.KeyOf(profile.Name), CancellationToken.None))
        {
            throw ProfileErrors.Busy(profile.Name);
        }
    }

    static string NameOf(Assignment assignment) => $"users/{NameSegment.Encode(assignment.User.ToString())}/assignments/{assignment.Team}";
}

/// <summary>What a profile has, divided into what may go and what stays.</summary>
sealed record ProfileContents(
    ObservedProfile? Seen, IReadOnlyList<ObservedApp> Apps, IReadOnlyList<ObservedSpace> Spaces, IReadOnlyList<string> Kept)
{
    public IEnumerable<string> Removable => Apps.Select(a => a.ToString()).Concat(Spaces.Select(s => s.ToString()));
}
