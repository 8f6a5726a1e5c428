using System.CommandLine;
using System.Text.Json.Nodes;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Cli.Policies;
using ControlPlane.Cli.Reference;
using ControlPlane.Guardrails.Catalogue;

namespace ControlPlane.Cli.Commands;

/// <summary>The guardrails that ship: what there is, and their documents.</summary>
static class CatalogueCommands
{
    public static IEnumerable<Command> Of(Verbs verbs) => [List(verbs), Show(verbs), Render(verbs), Roles(verbs), Reference(verbs)];

    static Command List(Verbs verbs) => verbs.Of("list", "List the guardrails that ship, with their size against the limit of AWS.", (run, _) =>
    {
        var parameters = ParameterOptions.Read(run);
        switch (run.Printer.Format)
        {
            case OutputFormat.Table:
                run.Printer.Table(GuardrailCatalogue.All, GuardrailReport.Columns(parameters));
                break;
            case OutputFormat.Name:
                run.Printer.Text(string.Concat(GuardrailCatalogue.All.Select(g => $"{g.Id}\n")));
                break;
            default:
                Write(run, new JsonArray([.. GuardrailCatalogue.All.Select(g => GuardrailReport.Json(g, parameters))]));
                break;
        }

        return Task.FromResult(ExitCodes.Ok);
    }, ParameterOptions.Param);

    static Command Show(Verbs verbs)
    {
        var id = Id();
        return verbs.Of("show", "Show a guardrail: what it is for, what it does not do, where it comes from, its parameters and its document.", (run, _) =>
        {
            var (guardrail, parameters) = (Find(run.Need(id)), ParameterOptions.Read(run));
            if (run.Printer.Format is OutputFormat.Json or OutputFormat.Yaml)
            {
                Write(run, GuardrailReport.Json(guardrail, parameters));
            }
            else
            {
                GuardrailReport.Show(run.Printer, guardrail, parameters);
            }

            return Task.FromResult(ExitCodes.Ok);
        }, id, ParameterOptions.Param);
    }

    static Command Render(Verbs verbs)
    {
        var id = new Argument<string?>("id") { Description = "The guardrail.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every guardrail, and its test vectors, into the folder of --out." };
        var folder = new Option<string?>("--out") { Description = "The folder for --all; it is made when it is not there.", HelpName = "FOLDER" };
        return verbs.Of("render", "Write the document of a guardrail, to be attached in AWS.", (run, _) =>
        {
            var parameters = ParameterOptions.Read(run);
            if (!run.Get(all))
            {
                Write(run, Find(run.Get(id) ?? throw CliException.Usage("Give the id of a guardrail, or --all with --out.")).Render(parameters));
            }
            else
            {
                var path = run.Get(folder) ?? throw CliException.Usage("--all writes files: give their folder with --out.");
                var count = RenderedFolder.Write(path, parameters);
                run.Printer.Say($"{count} guardrails are in {path}. To test them: studioctl guardrails test --policies {Path.Combine(path, "tests")} --vectors {Path.Combine(path, "tests", RenderedFolder.Vectors)}");
            }

            return Task.FromResult(ExitCodes.Ok);
        }, id, all, folder, ParameterOptions.Param);
    }

    static Command Roles(Verbs verbs)
    {
        var teams = new Option<string[]>("--team") { Description = "A team, as TEAM, or as TEAM=ROLE with the role's name, with its path if it has one. Repeatable.", HelpName = "TEAM" };
        var files = new Option<string[]>("--file", "-f") { Description = "The catalog instead: every team that is placed in the account. A file, a folder, or '-' for the standard input. Repeatable.", HelpName = "FILE" };
        var command = verbs.Of("roles", "Write the execution roles of an account's teams as a CloudFormation template: policies, boundary, trust. JSON with '-o json', else YAML. Or have them made through IAM.", (run, _) =>
        {
            var (parameters, named, paths) = (ParameterOptions.Read(run), run.Get(teams) ?? [], run.Get(files) ?? []);
            if (named.Length > 0 == paths.Length > 0)
            {
                throw CliException.Usage("Give the teams with --team, or the catalog with --file.");
            }

            var roles = paths.Length > 0 ? ProofWorlds.RolesOf(CatalogFiles.Read(paths, run.Host.In), parameters.One("account"))
                : [.. named.Select(t => t.Split('=', 2) is [var team, var role] ? TeamRole.Of(team, role) : TeamRole.Of(t))];
            if (roles.Any(r => r.Team.Length == 0 || r.Name.Length == 0) || roles.DistinctBy(r => r.Name).Count() < roles.Count)
            {
                throw CliException.Usage("Every team needs a name and a role of its own.", "Teams that share a role are not kept apart in AWS.");
            }

            run.Printer.Document(RoleStack.Template(roles, parameters));
            return Task.FromResult(ExitCodes.Ok);
        }, teams, files, ParameterOptions.Param);
        foreach (var below in ExecutionRoleCommands.Of(verbs))
        {
            command.Add(below);
        }

        return command;
    }

    // For the documentation's generator, not for people.
    static Command Reference(Verbs verbs)
    {
        var command = verbs.Of("reference", "Print the reference of the guardrails as Markdown.", (run, _) =>
        {
            run.Printer.Text(GuardrailReference.Write());
            return Task.FromResult(ExitCodes.Ok);
        });
        command.Hidden = true;
        return command;
    }

    static Argument<string> Id() => new("id") { Description = "The guardrail." };

    static Guardrail Find(string id) => GuardrailCatalogue.Find(id) ?? throw new CliException(ExitCodes.NotFound, "GUARDRAIL_NOT_FOUND", $"There is no guardrail '{id}'.")
    {
        Fix = "'studioctl guardrails list' shows them.",
    };

    // A policy is JSON wherever it goes, so tables are JSON too.
    static void Write(Invocation run, JsonNode json)
    {
        if (run.Printer.Format is OutputFormat.Yaml)
        {
            run.Printer.Document(json);
        }
        else
        {
            run.Printer.Line(json.ToJsonString(JsonText.Readable));
        }
    }
}
