using System.Collections.Concurrent;
using ControlPlane.Cli.Catalog;
using ControlPlane.Client;

namespace ControlPlane.Cli.Apply;

/// <summary>Carries a plan out, one resource at a time, and each as a whole or not at all.</summary>
/// <remarks>Rights go first and come last: entitlements that end are deleted before anything else, and new ones are created when all they need
/// is there. A plan that was cut off is simply made and carried out again.</remarks>
sealed class Applier(ControlPlaneClient client, int parallel, IProgress<string>? progress)
{
    /// <summary>Does it.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="outcome">Is told of each step as it ends, so that it is right whenever the work is cut off.</param>
    /// <param name="ct">Ends the work between two steps.</param>
    public async Task ApplyAsync(IReadOnlyList<PlanStep> plan, Outcome outcome, CancellationToken ct)
    {
        foreach (var stage in Stages(plan))
        {
            await RunAsync(stage, s => DoAsync(s, WriteOptions.Default, ct), outcome, ct);
            if (!outcome.Failed.IsEmpty)
            {
                // What comes later may need what failed.
                return;
            }
        }
    }

    /// <summary>Lets the server check each step and changes nothing. What needs something that only this plan would create or delete cannot be
    /// checked, and is told apart.</summary>
    public async Task ValidateAsync(IReadOnlyList<PlanStep> plan, Outcome outcome, CancellationToken ct)
    {
        var created = plan.Where(s => s.Action is PlanAction.Create).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var needed = plan.Where(s => s.Action is PlanAction.Delete or PlanAction.Change).SelectMany(s => s.Needs).ToHashSet(StringComparer.Ordinal);
        var steps = plan.Where(s => s.Action is not PlanAction.Same).ToList();
        var open = steps.Where(s => s.Action is PlanAction.Delete ? needed.Contains(s.Name) : s.Needs.Any(created.Contains)).ToList();
        foreach (var step in open)
        {
            outcome.Unchecked.Add(step);
        }

        await RunAsync(steps.Except(open), s => DoAsync(s, new() { ValidateOnly = true }, ct), outcome, ct);
    }

    static IEnumerable<IEnumerable<PlanStep>> Stages(IReadOnlyList<PlanStep> plan)
    {
        var last = CatalogTable.Kinds[^1];
        yield return plan.Where(s => s.Action is PlanAction.Delete && s.Kind == last);
        foreach (var kind in CatalogTable.Kinds)
        {
            yield return plan.Where(s => s.Kind == kind && s.Action is (PlanAction.Create or PlanAction.Change));
        }

        foreach (var kind in CatalogTable.Kinds.SkipLast(1).Reverse())
        {
            yield return plan.Where(s => s.Kind == kind && s.Action is PlanAction.Delete);
        }
    }

    Task RunAsync(IEnumerable<PlanStep> steps, Func<PlanStep, Task> work, Outcome outcome, CancellationToken ct)
        => Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = ct }, async (step, _) =>
        {
            try
            {
                await work(step);
                outcome.Done.Add(step);
            }
            catch (ControlPlaneException e)
            {
                outcome.Failed.Add((step, e));
            }

            progress?.Report(step.Name);
        });

    Task DoAsync(PlanStep step, WriteOptions how, CancellationToken ct)
    {
        var calls = KindClient.Of(step.Kind, client);
        return step.Action switch
        {
            PlanAction.Create => calls.CreateAsync(step.Wanted!, how, ct),
            PlanAction.Change => calls.UpdateAsync(step.Wanted!, step.Diffs.Select(d => d.Mask).Distinct(), how, ct),
            PlanAction.Delete => calls.DeleteAsync(step.Name, step.Etag, how with { AllowMissing = true }, ct),
            _ => Task.CompletedTask,
        };
    }
}

/// <summary>What became of a plan.</summary>
sealed class Outcome
{
    public ConcurrentBag<PlanStep> Done { get; } = [];

    public ConcurrentBag<(PlanStep Step, ControlPlaneException Error)> Failed { get; } = [];

    /// <summary>What a dry run could not have checked.</summary>
    public ConcurrentBag<PlanStep> Unchecked { get; } = [];
}
