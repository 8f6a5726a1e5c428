using System.Globalization;
using ControlPlane.Operations;

namespace ControlPlane.Rollouts;

/// <summary>Begins rollouts, lets them go on, and takes them back.</summary>
/// <param name="planner">Says whether they can be carried out.</param>
/// <param name="rollouts">The rollouts.</param>
/// <param name="runner">Carries them on.</param>
/// <param name="back">Takes them back.</param>
/// <param name="time">The clock.</param>
public sealed class RolloutDesk(RolloutPlanner planner, RolloutCatalog rollouts, RolloutRunner runner, RollbackRunner back, TimeProvider time)
{
    /// <summary>Writes a new rollout and gives the work that carries it out.</summary>
    /// <exception cref="Errors.RefusedException"><c>ROLLOUT_INVALID</c>, <c>ROLLOUT_ACTIVE</c>, and those of <see cref="IOrganization"/>.</exception>
    public async Task<OperationOrder> BeginAsync(RolloutOrder order, string actor, CancellationToken ct)
    {
        var (plan, now) = (await planner.PlanAsync(order, ct), time.GetUtcNow());
        var rollout = new Rollout
        {
            Id = now.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture).ToLowerInvariant(),
            Order = order,
            Documents = plan.Documents,
            Stages = [.. plan.Stages.Select(s => new RolloutStage(s.Target, s.Name))],
            Actor = actor,
            CreatedAt = now,
            UpdatedAt = now,
        };
        await rollouts.AddAsync(rollout, ct);
        return runner.OrderOf(rollout);
    }

    /// <summary>Lets a rollout go on that was paused or stopped. A stage that was undone begins anew.</summary>
    /// <exception cref="Errors.RefusedException"><c>RESOURCE_NOT_FOUND</c>, <c>ROLLOUT_STATE</c>.</exception>
    public async Task<OperationOrder> ContinueAsync(string id, CancellationToken ct)
    {
        var rollout = await rollouts.GetAsync(id, ct);
        if (rollout.State is not (RolloutState.Paused or RolloutState.Stopped))
        {
            throw RolloutErrors.WrongState(rollout, "go on");
        }

        await rollouts.SaveAsync(rollout with { State = RolloutState.Running, IsReleased = true, Message = "", UpdatedAt = time.GetUtcNow() }, ct);
        return runner.OrderOf(rollout);
    }

    /// <summary>Takes a rollout back that was paused, stopped or completed; of those that were completed the newest alone, since the others
    /// were the former state of later ones.</summary>
    /// <exception cref="Errors.RefusedException"><c>RESOURCE_NOT_FOUND</c>, <c>ROLLOUT_STATE</c>, <c>ROLLOUT_ACTIVE</c>.</exception>
    public async Task<OperationOrder> RollBackAsync(string id, CancellationToken ct)
    {
        var rollout = await rollouts.GetAsync(id, ct);
        var isInForce = rollout.State is RolloutState.Completed && (await rollouts.FindInForceAsync(ct))?.Id == id;
        if (!isInForce && rollout.State is not (RolloutState.Paused or RolloutState.Stopped))
        {
            throw RolloutErrors.WrongState(rollout, "be rolled back");
        }

        var next = rollout with { State = RolloutState.Running, UpdatedAt = time.GetUtcNow() };
        await (isInForce ? rollouts.ReopenAsync(next, ct) : rollouts.SaveAsync(next, ct));
        return back.OrderOf(rollout);
    }
}
