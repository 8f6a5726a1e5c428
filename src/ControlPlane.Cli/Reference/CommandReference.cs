using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;
using ControlPlane.Cli.Hosting;

namespace ControlPlane.Cli.Reference;

/// <summary>The reference of the command line, out of the command tree.</summary>
static class CommandReference
{
    public static string Write(RootCommand root)
    {
        var text = new StringBuilder("""
            # studioctl

            Generated from the command tree by `eng/cli-docs`.

            `studioctl` operates the Studio Control Plane through its public API. Results go to the standard output and everything else to the
            standard error; progress is drawn only where a person watches, and colours are written only to a terminal.

            ## Exit codes

            | code | name | meaning |
            | --- | --- | --- |

            """);
        foreach (var (code, name, meaning) in ExitCodes.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {code} | {name} | {meaning} |\n");
        }

        text.Append("""

            ## Environment

            | variable | meaning |
            | --- | --- |
            | `STUDIOCTL_CONTEXT` | the context to use instead of the current one |
            | `STUDIOCTL_ADDRESS` | the server's gRPC address instead of the context's |
            | `STUDIOCTL_TOKEN` | the access token to send, instead of what `login` kept |
            | `NO_COLOR` | write no colours |
            | `XDG_CONFIG_HOME` | where the folder `studioctl` with `config.yaml` and `tokens.json` is; `~/.config` unless set |

            Tokens are kept in `tokens.json`, which its owner alone may read (mode 600). Tokens of a context are sent to the address of that
            context and to no other.

            ## Options of every command

            | option | meaning |
            | --- | --- |

            """);
        WriteOptions(text, GlobalOptions.All);
        foreach (var command in root.Subcommands.Where(c => !c.Hidden))
        {
            WriteCommand(text, command, "studioctl", 2);
        }

        return text.Replace("\r\n", "\n").ToString();
    }

    static void WriteCommand(StringBuilder text, Command command, string path, int level)
    {
        var full = $"{path} {command.Name}";
        text.Append(CultureInfo.InvariantCulture, $"\n{new string('#', level)} {full}\n\n{command.Description}\n");
        if (command.Subcommands.Count == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n```text\n{Usage(command, full)}\n```\n");
        }

        var options = command.Options.Where(o => !o.Hidden && o is not HelpOption and not VersionOption).ToList();
        if (command.Arguments.Count + options.Count > 0)
        {
            text.Append("\n| | |\n| --- | --- |\n");
            foreach (var argument in command.Arguments)
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{argument.Name.ToUpperInvariant()}` | {Cell(argument.Description)} |\n");
            }

            WriteOptions(text, options);
        }

        foreach (var below in command.Subcommands.Where(c => !c.Hidden))
        {
            WriteCommand(text, below, full, Math.Min(level + 1, 3));
        }
    }

    static void WriteOptions(StringBuilder text, IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(n => n.Length).Select(n => $"`{n}{(option.HelpName is { } help ? $" {help}" : "")}`"));
            text.Append(CultureInfo.InvariantCulture, $"| {names} | {(option.Required ? "Needed. " : "")}{Cell(option.Description)} |\n");
        }
    }

    static string Usage(Command command, string full)
    {
        var usage = new StringBuilder(full);
        foreach (var argument in command.Arguments)
        {
            var name = argument.Name.ToUpperInvariant() + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
            usage.Append(CultureInfo.InvariantCulture, $" {(argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name)}");
        }

        return usage.Append(command.Options.Any(o => !o.Hidden) ? " [options]" : "").ToString();
    }

    // A pipe or an angle bracket would end a cell or begin a tag.
    static string Cell(string? description) => (description ?? "").Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
