using System.CommandLine;
using System.Reflection;
using ControlPlane.Cli.Commands;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;

namespace ControlPlane.Cli;

/// <summary>The command tree.</summary>
static class StudioCtl
{
    public static string Version { get; } =
        typeof(StudioCtl).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs a command line and says how it ended: see <see cref="ExitCodes"/>.</summary>
    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken ct)
    {
        var parsed = Create(host).Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            var printer = new Printer(host, OutputFormat.Table, parsed.GetResult(GlobalOptions.NoColor) is not null, quiet: false);
            var path = string.Join(' ', parsed.CommandResult.Command.Parents.OfType<Command>().Select(c => c.Name).Reverse().Append(parsed.CommandResult.Command.Name));
            // A mistyped verb is also a missing one: the typing is what helps.
            foreach (var error in parsed.Errors.Skip(parsed.Errors.Count > 1 && parsed.UnmatchedTokens.Count > 0 ? 1 : 0))
            {
                ErrorReport.Write(CliException.Usage(error.Message, $"See '{path} --help'."), OutputFormat.Table, printer.Errors, host.Error);
            }

            return ExitCodes.Usage;
        }

        return await parsed.InvokeAsync(new() { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false }, ct);
    }

    public static RootCommand Create(CliHost host)
    {
        var verbs = new Verbs(host);
        var root = new RootCommand("Operates the Studio Control Plane: accounts, teams, people and their rights, sign-ins and the audit log.");
        foreach (var option in GlobalOptions.All)
        {
            root.Add(option);
        }

        foreach (var command in AllCommands.Of(verbs))
        {
            root.Add(command);
        }

        return root;
    }
}
