using System.CommandLine;

namespace ControlPlane.Cli.Hosting;

/// <summary>Makes commands.</summary>
sealed class Verbs(CliHost host)
{
    /// <summary>A command that does something.</summary>
    public Command Of(string name, string description, Func<Invocation, CancellationToken, Task<int>> run, params Symbol[] symbols)
    {
        var command = Group(name, description, symbols);
        command.SetAction(async (parsed, ct) =>
        {
            using var invocation = new Invocation(parsed, host);
            return await RunAsync(invocation, run, ct);
        });
        return command;
    }

    /// <summary>A command that holds others.</summary>
    public static Command Group(string name, string description, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Add(argument);
                    break;
                case Option option:
                    command.Add(option);
                    break;
                case Command below:
                    command.Add(below);
                    break;
            }
        }

        return command;
    }

    async Task<int> RunAsync(Invocation invocation, Func<Invocation, CancellationToken, Task<int>> run, CancellationToken interrupted)
    {
        using var over = new CancellationTokenSource(invocation.Timeout ?? System.Threading.Timeout.InfiniteTimeSpan, host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, interrupted);
        try
        {
            return await run(invocation, either.Token);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            // Whoever interrupts knows: a word is enough.
            invocation.Printer.Say("Interrupted.");
            return ExitCodes.Failure;
        }
        catch (OperationCanceledException e) when (over.IsCancellationRequested)
        {
            var late = new CliException(ExitCodes.Unavailable, "CLI_TIMEOUT", "The time was over before the command had ended.", e) { Fix = "Give a longer --timeout, or run it again." };
            return Report(invocation, late);
        }
        catch (Exception e)
        {
            // The edge of the program: everything that went wrong is told, with its exit code.
            return Report(invocation, e);
        }
    }

    int Report(Invocation invocation, Exception e) => ErrorReport.Write(e, invocation.Printer.Format, invocation.Printer.Errors, host.Error);
}
