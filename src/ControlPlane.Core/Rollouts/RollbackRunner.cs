using ControlPlane.Operations;

namespace ControlPlane.Rollouts;

/// <summary>Takes a rollout back: every target that was changed gets what it had, the last one first.</summary>
/// <param name="rollouts">The rollouts.</param>
/// <param name="changer">Changes AWS.</param>
/// <param name="time">The clock.</param>
public sealed class RollbackRunner(RolloutCatalog rollouts, PolicyChanger changer, TimeProvider time)
    : OperationKind<RolloutWork, Rollout>(KindName, OperationJson.Readable.RolloutWork, OperationJson.Readable.Rollout)
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "rollouts.rollback";

    internal OperationOrder OrderOf(Rollout rollout) => Order(rollout.Name, new(rollout.Id));

    /// <inheritdoc/>
    protected override async Task<Rollout> WorkAsync(OperationRun run, RolloutWork order)
    {
        var rollout = await rollouts.GetAsync(order.Rollout, CancellationToken.None);
        return rollout.State is RolloutState.RolledBack ? rollout : await rollouts.StoppingAsync(run, rollout.Id, () => TakeBackAsync(run, rollout), time);
    }

    async Task<Rollout> TakeBackAsync(OperationRun run, Rollout rollout)
    {
        foreach (var stage in rollout.Stages.Where(s => s.State is StageState.Done or StageState.Changing).Reverse().ToList())
        {
            await RolloutRunner.UndoAsync(run, rollout, stage, changer);
            rollout = await SaveAsync(rollout.With(stage with { State = StageState.Undone, EndedAt = time.GetUtcNow() }));
        }

        await changer.DeleteUnusedAsync(run, rollout, [.. rollout.Documents.Select(d => d.Name).Except(rollout.Former.Select(f => f.Name))]);
        return await SaveAsync(rollout with { State = RolloutState.RolledBack, Message = "" });
    }

    async Task<Rollout> SaveAsync(Rollout rollout)
    {
        rollout = rollout with { UpdatedAt = time.GetUtcNow() };
        await rollouts.SaveAsync(rollout, CancellationToken.None);
        return rollout;
    }
}
