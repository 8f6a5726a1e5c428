using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Nouns;
using ControlPlane.Client;
using ControlPlane.V1;
using Spectre.Console;

namespace ControlPlane.Cli.Commands;

/// <summary>Follows long work: with a progress bar where a person watches, silently elsewhere.</summary>
static class LongWork
{
    /// <summary>Shows the operation, or waits for it and shows what came out.</summary>
    /// <param name="run">The command's run.</param>
    /// <param name="operation">The work that was begun.</param>
    /// <param name="show">Shows the response, and says how the command ends.</param>
    /// <param name="ct">Ends the waiting; the work goes on.</param>
    public static async Task<int> FollowAsync(Invocation run, Operation operation, Func<Operation, int> show, CancellationToken ct)
    {
        // A dry run is over at once or soon: its answer is what was asked for.
        if (!run.Wait && !run.DryRun)
        {
            run.Printer.One(operation, WorkNouns.Operations.Columns, o => o.Name);
            run.Printer.Say($"It has begun. Follow it with 'studioctl operations wait {operation.Name}', or give --wait.");
            return ExitCodes.Ok;
        }

        return show(await WaitAsync(run, operation, ct));
    }

    /// <summary>Waits until it has ended well.</summary>
    public static async Task<Operation> WaitAsync(Invocation run, Operation operation, CancellationToken ct)
    {
        if (run.Printer.ProgressConsole is not { } console)
        {
            return await run.Client.WaitAsync(operation, null, ct);
        }

        return await console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask(Markup.Escape($"{operation.Kind} {operation.Target}"));
                bar.IsIndeterminate = true;
                return await run.Client.WaitAsync(operation, new Bar(bar), ct);
            });
    }

    sealed class Bar(ProgressTask bar) : IProgress<Operation>
    {
        public void Report(Operation value)
        {
            if (value.Progress is { Total: > 0 } progress)
            {
                bar.IsIndeterminate = false;
                bar.MaxValue = progress.Total;
                bar.Value = progress.Completed;
            }

            if (value.Progress?.Message is { Length: > 0 } message)
            {
                bar.Description = Markup.Escape(message);
            }
        }
    }
}
