using System.CommandLine;
using ControlPlane.Cli.Apply;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using Google.Protobuf;
using Spectre.Console;

namespace ControlPlane.Cli.Commands;

/// <summary>The catalog by files: get, diff, apply and delete.</summary>
static class FileCommands
{
    public static IEnumerable<Command> Of(Verbs verbs) => [Get(verbs), Diff(verbs), Apply(verbs), Delete(verbs), ExportCommand.Of(verbs), ImportSeedCommand.Of(verbs)];

    /// <summary>Plans, shows the plan, and carries it out unless it is a dry run.</summary>
    public static async Task<int> ApplyAsync(Invocation run, IReadOnlyList<CatalogDocument> documents, CancellationToken ct)
    {
        var plan = await PlanAsync(run, documents, ct);
        var report = new PlanReport(run);
        report.Show(plan);
        return await CarryOutAsync(run, plan, report, ct);
    }

    static Command Get(Verbs verbs) => verbs.Of("get", "Show what is there of what files name.", async (run, ct) =>
    {
        var documents = FileOptions.Read(run);
        var live = await new LiveState(run.Client, run.Get(FileOptions.Parallel)).ReadAsync(documents.Select(d => (d.Kind, d.Name)), all: false, ct);
        run.Printer.List<IMessage>(
            [.. documents.Where(d => live.ContainsKey(d.Name)).Select(d => live[d.Name])],
            [new("KIND", r => CatalogKind.Of(r.Descriptor)!.Kind), new("NAME", CatalogKind.NameOf), new("ETAG", CatalogKind.EtagOf)],
            CatalogKind.NameOf);
        var missing = documents.Where(d => !live.ContainsKey(d.Name)).ToList();
        foreach (var document in missing)
        {
            run.Printer.Warn($"{document.Name} ({document.File}:{document.Line}) is not there.");
        }

        return missing.Count == 0 ? ExitCodes.Ok : ExitCodes.NotFound;
    }, FileOptions.Files, FileOptions.Parallel);

    static Command Diff(Verbs verbs)
    {
        var exit = new Option<bool>("--exit-code") { Description = "End with code 1 when something differs." };
        return verbs.Of("diff", "Show what apply would do, and do nothing.", async (run, ct) =>
        {
            var plan = await PlanAsync(run, FileOptions.Read(run), ct);
            new PlanReport(run).Show(plan);
            return run.Get(exit) && plan.Any(s => s.Action is not PlanAction.Same) ? ExitCodes.Failure : ExitCodes.Ok;
        }, FileOptions.Files, FileOptions.Set, FileOptions.Prune, FileOptions.TakeOver, FileOptions.Parallel, exit);
    }

    static Command Apply(Verbs verbs) => verbs.Of(
        "apply",
        "Make the catalog say what files say: show the plan, then create, change and, with --prune, delete.",
        (run, ct) => ApplyAsync(run, FileOptions.Read(run), ct),
        FileOptions.Files, FileOptions.Set, FileOptions.Prune, FileOptions.TakeOver, FileOptions.Yes, FileOptions.Parallel);

    static Command Delete(Verbs verbs) => verbs.Of("delete", "Delete what files name, rights first.", async (run, ct) =>
    {
        var documents = FileOptions.Read(run);
        var live = await new LiveState(run.Client, run.Get(FileOptions.Parallel)).ReadAsync(documents.Select(d => (d.Kind, d.Name)), all: false, ct);
        var plan = Planner.PlanDeletion(documents, live);
        var report = new PlanReport(run);
        report.Show(plan);
        return await CarryOutAsync(run, plan, report, ct);
    }, FileOptions.Files, FileOptions.Yes, FileOptions.Parallel);

    static async Task<IReadOnlyList<PlanStep>> PlanAsync(Invocation run, IReadOnlyList<CatalogDocument> documents, CancellationToken ct)
    {
        var (set, prune) = (run.Get(FileOptions.Set), run.Get(FileOptions.Prune));
        if (prune && set is null)
        {
            throw CliException.Usage("--prune needs --set: only what carries the set's label is deleted.");
        }

        var live = await new LiveState(run.Client, run.Get(FileOptions.Parallel)).ReadAsync(documents.Select(d => (d.Kind, d.Name)), prune, ct);
        return new Planner(set, run.Get(FileOptions.TakeOver)).Plan(documents, live, prune);
    }

    static async Task<int> CarryOutAsync(Invocation run, IReadOnlyList<PlanStep> plan, PlanReport report, CancellationToken ct)
    {
        var outcome = new Outcome();
        if (run.DryRun)
        {
            await WithProgressAsync(run, plan, progress => new Applier(run.Client, run.Get(FileOptions.Parallel), progress).ValidateAsync(plan, outcome, ct));
            return report.End(plan, outcome, "Checked by the server, nothing was changed");
        }

        FileOptions.Confirm(run, plan.Count(s => s.Action is PlanAction.Delete));
        try
        {
            await WithProgressAsync(run, plan, progress => new Applier(run.Client, run.Get(FileOptions.Parallel), progress).ApplyAsync(plan, outcome, ct));
        }
        catch (OperationCanceledException)
        {
            report.End(plan, outcome, "Cut off. Run it again to go on");
            throw;
        }

        return report.End(plan, outcome, "Done");
    }

    static async Task WithProgressAsync(Invocation run, IReadOnlyList<PlanStep> plan, Func<IProgress<string>?, Task> work)
    {
        var total = plan.Count(s => s.Action is not PlanAction.Same);
        if (run.Printer.ProgressConsole is not { } console || total == 0)
        {
            await work(null);
            return;
        }

        await console.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var bar = progress.AddTask("applying", maxValue: total);
            await work(new Bar(bar));
        });
    }

    sealed class Bar(ProgressTask bar) : IProgress<string>
    {
        public void Report(string value) => bar.Increment(1);
    }
}
