using ControlPlane.Operations;
using Microsoft.Extensions.Options;

namespace ControlPlane.Rollouts;

/// <summary>Carries a rollout on: stage after stage, each attached, checked, and undone at once when a check fails. A process that dies on the
/// way leaves the record, so that the next one goes on from what AWS has.</summary>
/// <param name="rollouts">The rollouts.</param>
/// <param name="reader">Looks at AWS.</param>
/// <param name="changer">Changes it.</param>
/// <param name="checks">Tries what must hold.</param>
/// <param name="planner">Knows the accounts.</param>
/// <param name="options">How long AWS gets.</param>
/// <param name="time">The clock.</param>
public sealed class RolloutRunner(
    RolloutCatalog rollouts, OrganizationReader reader, PolicyChanger changer, StageChecks checks, RolloutPlanner planner, IOptions<RolloutOptions> options,
    TimeProvider time)
    : OperationKind<RolloutWork, Rollout>(KindName, OperationJson.Readable.RolloutWork, OperationJson.Readable.Rollout)
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "rollouts.run";

    internal OperationOrder OrderOf(Rollout rollout) => Order(rollout.Name, new(rollout.Id));

    /// <inheritdoc/>
    protected override async Task<Rollout> WorkAsync(OperationRun run, RolloutWork order)
    {
        var rollout = await rollouts.GetAsync(order.Rollout, CancellationToken.None);
        if (rollout.State is RolloutState.Completed or RolloutState.RolledBack)
        {
            // A process before this one ended it and died before it could say so.
            return rollout;
        }

        return await rollouts.StoppingAsync(run, rollout.Id, () => RunAsync(run, rollout), time);
    }

    async Task<Rollout> RunAsync(OperationRun run, Rollout rollout)
    {
        foreach (var stage in rollout.Stages.Where(s => s.State is not StageState.Done))
        {
            if (rollout.Order.PauseAfterCanary && !rollout.IsReleased && stage.Target != rollout.Order.Canary)
            {
                return await SaveAsync(rollout with { State = RolloutState.Paused });
            }

            rollout = await StageAsync(run, rollout, stage);
        }

        return await CompleteAsync(run, rollout);
    }

    async Task<Rollout> StageAsync(OperationRun run, Rollout rollout, RolloutStage stage)
    {
        var known = await planner.KnownAccountsAsync(CancellationToken.None);
        var before = await run.StepAsync($"Looking at what hangs over {stage.Name}.", ct => reader.ReadAsync(known, [stage.Target], ct));
        IReadOnlyList<string> reached = [.. before.Tree.AccountsUnder(stage.Target).Where(known.Contains)];
        if (stage.State is not StageState.Changing)
        {
            (rollout, stage) = await BeginAsync(run, rollout, stage, before, reached);
        }

        var ids = await changer.EnsureAsync(run, rollout, rollout.Documents.Select(d => new FormerPolicy(d.Name, d.Description, d.Content)));
        await changer.SetAsync(run, rollout, stage.Target, ids);
        await run.TellAsync($"Waiting until {stage.Name} feels the policies.");
        await run.PauseAsync(options.Value.SettleTime);
        var former = before.With(stage.Target, DocumentsOf(rollout, stage));
        var findings = await run.StepAsync($"Checking {stage.Name}.", ct => CheckAsync(stage, former, known, reached, ct));
        if (findings.Count == 0)
        {
            return await SaveAsync(rollout.With(stage with { State = StageState.Done, Findings = [], EndedAt = time.GetUtcNow() }));
        }

        await SaveAsync(rollout.With(stage with { Findings = findings }));
        await UndoAsync(run, rollout, stage, changer);
        await SaveAsync(rollout.With(stage with { State = StageState.Undone, Findings = findings, EndedAt = time.GetUtcNow() }));
        throw RolloutErrors.Stopped(stage, findings);
    }

    async Task<(Rollout Rollout, RolloutStage Stage)> BeginAsync(
        OperationRun run, Rollout rollout, RolloutStage stage, OrganizationSnapshot before, IReadOnlyList<string> reached)
    {
        var broken = await run.StepAsync($"Trying {reached.Count} accounts of {stage.Name} before anything is changed.", ct => checks.TryAsync(reached, ct));
        if (broken.Count > 0 && stage.Target == rollout.Order.Canary)
        {
            throw RolloutErrors.Stopped(stage, broken);
        }

        var ours = before.OursOn(stage.Target);
        var former = rollout.Former.Concat(ours.Select(p => new FormerPolicy(p.Name, "Studio Control Plane", before.Contents[p.Id]))).DistinctBy(p => p.Name).ToList();
        stage = stage with { State = StageState.Changing, Former = [.. ours.Select(p => p.Name)], BrokenBefore = broken, Findings = [], EndedAt = null };
        return (await SaveAsync((rollout with { Former = former, Message = "" }).With(stage)), stage);
    }

    async Task<IReadOnlyList<string>> CheckAsync(
        RolloutStage stage, OrganizationSnapshot former, IReadOnlyList<string> known, IReadOnlyList<string> reached, CancellationToken ct)
    {
        var after = await reader.ReadAsync(known, [stage.Target], ct);
        return [.. (await checks.TryAsync(reached, ct)).Except(stage.BrokenBefore), .. await checks.CompareAsync(former, after, reached, ct)];
    }

    // The canary has them from its unit by now; and what no place has any more goes.
    async Task<Rollout> CompleteAsync(OperationRun run, Rollout rollout)
    {
        var tree = (await reader.ReadAsync([], [], CancellationToken.None)).Tree;
        if (rollout.Order.Targets.Any(t => tree.PathTo(rollout.Order.Canary).Contains(t)))
        {
            await changer.SetAsync(run, rollout, rollout.Order.Canary, new Dictionary<string, string>());
        }

        await changer.DeleteUnusedAsync(run, rollout, [.. rollout.Former.Select(f => f.Name).Except(rollout.Documents.Select(d => d.Name))]);
        return await SaveAsync(rollout with { State = RolloutState.Completed, Message = "" });
    }

    /// <summary>Gives a target back what it had.</summary>
    internal static async Task UndoAsync(OperationRun run, Rollout rollout, RolloutStage stage, PolicyChanger changer)
    {
        var ids = await changer.EnsureAsync(run, rollout, rollout.Former.Where(f => stage.Former!.Contains(f.Name)));
        await changer.SetAsync(run, rollout, stage.Target, ids);
    }

    static IReadOnlyList<GuardrailDocument> DocumentsOf(Rollout rollout, RolloutStage stage)
        => [.. rollout.Former.Where(f => stage.Former!.Contains(f.Name)).Select(f => new GuardrailDocument(f.Name, f.Content, []))];

    async Task<Rollout> SaveAsync(Rollout rollout)
    {
        rollout = rollout with { UpdatedAt = time.GetUtcNow() };
        await rollouts.SaveAsync(rollout, CancellationToken.None);
        return rollout;
    }
}

/// <summary>The rollout that an operation works on.</summary>
/// <param name="Rollout">Its id.</param>
public sealed record RolloutWork(string Rollout);
