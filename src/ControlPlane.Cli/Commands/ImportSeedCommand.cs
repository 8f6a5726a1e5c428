using System.CommandLine;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Seed;
using ControlPlane.Cli.Yaml;

namespace ControlPlane.Cli.Commands;

/// <summary>Takes over the teams of the AWS sample "users and team management with SageMaker and AWS SSO".</summary>
static class ImportSeedCommand
{
    public static Command Of(Verbs verbs)
    {
        var file = new Option<string>("--file", "-f") { Description = "The sample's template, or the block Metadata out of it; '-' is the standard input.", HelpName = "FILE", Required = true };
        var account = new Option<string>("--account") { Description = "The account of its domains, which must be enrolled.", HelpName = "ID", Required = true };
        var region = new Option<string>("--region") { Description = "The Region of its domains.", HelpName = "REGION", Required = true };
        var limit = new Option<int>("--profile-limit") { Description = "How many profiles each domain may hold; 1 or more.", HelpName = "NUMBER", Required = true };
        var values = new Option<string[]>("--value") { Description = "What a reference of the template stands for, such as SageMakerDomain.Outputs.SageMakerDomainId=d-abc123. Repeatable.", HelpName = "NAME=VALUE" };
        var print = new Option<bool>("--print") { Description = "Print the documents instead of applying them." };
        return verbs.Of("import-seed", "Take over the teams of the AWS sample's template: its metadata becomes domains and teams.", async (run, ct) =>
        {
            var path = run.Get(file)!;
            if (path is not "-" && !File.Exists(path))
            {
                throw CliException.Usage($"There is no file '{path}'.");
            }

            var text = path is "-" ? await run.Host.In.ReadToEndAsync(ct) : await File.ReadAllTextAsync(path, ct);
            var import = new SeedImport(path is "-" ? "stdin" : path, run.Get(account)!, run.Get(region)!, run.Get(limit), Values(run.Get(values) ?? []));
            var nodes = import.Read(text);
            if (run.Get(print))
            {
                YamlWriter.Write(nodes, run.Host.Out);
                return ExitCodes.Ok;
            }

            var problems = new CatalogProblems();
            var documents = nodes.Select(n => CatalogKind.Read(n, path, problems)).OfType<CatalogDocument>().ToList();
            problems.ThrowIfAny();
            return await FileCommands.ApplyAsync(run, documents, ct);
        }, file, account, region, limit, values, print, FileOptions.Set, FileOptions.TakeOver, FileOptions.Parallel);
    }

    static Dictionary<string, string> Values(string[] given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in given.Select(v => v.Split('=', 2)))
        {
            values[pair[0]] = pair.Length == 2 ? pair[1] : throw CliException.Usage($"--value takes NAME=VALUE; '{pair[0]}' has no '='.");
        }

        return values;
    }
}
