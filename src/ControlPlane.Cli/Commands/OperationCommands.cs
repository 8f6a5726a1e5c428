using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Nouns;

namespace ControlPlane.Cli.Commands;

/// <summary>What operations have besides the standard verbs.</summary>
static class OperationCommands
{
    public static IEnumerable<Symbol> Of(Verbs verbs) => [Wait(verbs), Cancel(verbs)];

    static Command Wait(Verbs verbs)
    {
        var name = new Argument<string>("name") { Description = WorkNouns.Operations.NameHelp };
        return verbs.Of("wait", "Wait until an operation has ended, with its progress.", async (run, ct) =>
        {
            var operation = await run.Client.AllOperations.GetAsync(WorkNouns.Operations.NameOf(run.Need(name)), ct);
            var done = await LongWork.WaitAsync(run, operation, ct);
            run.Printer.One(done, WorkNouns.Operations.Columns, o => o.Name);
            return ExitCodes.Ok;
        }, name);
    }

    static Command Cancel(Verbs verbs)
    {
        var name = new Argument<string>("name") { Description = WorkNouns.Operations.NameHelp };
        return verbs.Of("cancel", "Ask an operation to stop after the step that it is in. What was done stays done.", async (run, ct) =>
        {
            run.NeedsRealRun();
            var full = WorkNouns.Operations.NameOf(run.Need(name));
            await run.Client.OperationCalls.CancelOperationAsync(new() { Name = full }, cancellationToken: ct);
            run.Printer.Say($"{full} was asked to stop.");
            return ExitCodes.Ok;
        }, name);
    }
}
