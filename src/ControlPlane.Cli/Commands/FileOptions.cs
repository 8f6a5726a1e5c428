using System.CommandLine;
using System.Text.RegularExpressions;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;

namespace ControlPlane.Cli.Commands;

/// <summary>The options of the commands that take files.</summary>
static partial class FileOptions
{
    public static readonly Option<string[]> Files = new("--file", "-f")
    {
        Description = "A file, a folder (every .yaml and .yml below it), or '-' for the standard input. Repeatable.",
        HelpName = "FILE",
        Required = true,
    };

    public static readonly Option<string?> Set = SetOption();

    public static readonly Option<bool> Prune = new("--prune") { Description = "Delete what carries the label of --set and no file names." };

    public static readonly Option<bool> TakeOver = new("--take-over") { Description = "Take what another set manages." };

    public static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask before deleting. Nobody is asked where no terminal is." };

    public static readonly Option<int> Parallel = ParallelOption();

    public static IReadOnlyList<CatalogDocument> Read(Invocation run) => CatalogFiles.Read(run.Get(Files)!, run.Host.In);

    /// <summary>Asks before something is deleted, where there is somebody to ask.</summary>
    /// <exception cref="CliException">The person said no.</exception>
    public static void Confirm(Invocation run, int deletions)
    {
        if (deletions == 0 || run.Get(Yes) || !run.Host.InIsTerminal || !run.Host.ErrorIsTerminal)
        {
            return;
        }

        run.Printer.Notice($"Delete {deletions}? [y/N]");
        if (run.Host.In.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new CliException(ExitCodes.Failure, "CLI_NOT_CONFIRMED", "Nothing was changed.");
        }
    }

    static Option<string?> SetOption()
    {
        var option = new Option<string?>("--set") { Description = "The name of this set of files: what they create and change is labelled managed-by=studioctl/NAME.", HelpName = "NAME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !SetName().IsMatch(token.Value))
            {
                result.AddError("--set takes 1 to 63 small letters, digits, dots, underscores and hyphens, with a letter or digit first.");
            }
        });
        return option;
    }

    static Option<int> ParallelOption()
    {
        var option = new Option<int>("--parallel") { Description = "How many calls run at once, 1 to 64; 8 unless given.", HelpName = "NUMBER", DefaultValueFactory = _ => 8 };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (>= 1 and <= 64))
            {
                result.AddError("--parallel takes 1 to 64.");
            }
        });
        return option;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,62}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex SetName();
}
