using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Cli.Reference;

namespace ControlPlane.Cli.Commands;

/// <summary>Completion, versions, and what the documentation is made of.</summary>
static class MiscCommands
{

    public static IEnumerable<Command> Of(Verbs verbs) => [Completion(verbs), Version(verbs), Schema(verbs), Reference(verbs)];

    /// <summary>What differs between the server's version and ours; null when nothing that matters does.</summary>
    public static string? Skew(string server)
    {
        var (ours, theirs) = (StudioCtl.Version.Split('.'), server.Split('.'));
        return ours.Length >= 2 && theirs.Length >= 2 && (ours[0], ours[1]) == (theirs[0], theirs[1]) ? null
            : $"studioctl is {StudioCtl.Version} and the server is {server}";
    }

    static Command Completion(Verbs verbs)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        return verbs.Of("completion", "Print a shell's completion script, such as for 'source <(studioctl completion bash)'.", (run, _) =>
        {
            run.Printer.Text(CompletionScripts.Of(run.Need(shell)));
            return Task.FromResult(ExitCodes.Ok);
        }, shell);
    }

    static Command Version(Verbs verbs)
    {
        var client = new Option<bool>("--client") { Description = "Do not ask the server." };
        return verbs.Of("version", "Show the versions of studioctl and of the server, and whether they go together.", async (run, ct) =>
        {
            var versions = new List<(string, string)> { ("studioctl", StudioCtl.Version) };
            string? skew = null;
            if (!run.Get(client))
            {
                var info = await run.Client.Diagnostics.GetServerInfoAsync(new(), cancellationToken: ct);
                versions.Add(("server", info.Version));
                skew = Skew(info.Version);
            }

            if (run.Printer.Format is OutputFormat.Json)
            {
                run.Printer.Line(new System.Text.Json.Nodes.JsonObject([.. versions.Select(v => KeyValuePair.Create(v.Item1, (System.Text.Json.Nodes.JsonNode?)v.Item2))]).ToJsonString(JsonText.Readable));
            }
            else
            {
                foreach (var (name, version) in versions)
                {
                    run.Printer.Line($"{name}: {version}");
                }
            }

            if (skew is not null)
            {
                run.Printer.Warn($"{skew}: some commands may not work. Use the studioctl of the server's version.");
            }

            return ExitCodes.Ok;
        }, client);
    }

    static Command Schema(Verbs verbs) => verbs.Of("schema", "Print the JSON Schema of the files that apply takes.", (run, _) =>
    {
        run.Printer.Text(CatalogSchema.Write());
        return Task.FromResult(ExitCodes.Ok);
    });

    // For the documentation's generator, not for people.
    static Command Reference(Verbs verbs)
    {
        var command = verbs.Of("reference", "Print the reference of the command line as Markdown.", (run, _) =>
        {
            run.Printer.Text(CommandReference.Write(StudioCtl.Create(run.Host)));
            return Task.FromResult(ExitCodes.Ok);
        });
        command.Hidden = true;
        return command;
    }
}
