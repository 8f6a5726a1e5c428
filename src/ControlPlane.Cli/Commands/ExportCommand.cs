using System.CommandLine;
using ControlPlane.Cli.Apply;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Yaml;
using Google.Protobuf;

namespace ControlPlane.Cli.Commands;

/// <summary>Writes the catalog as files that apply takes: applying them changes nothing.</summary>
static class ExportCommand
{
    public static Command Of(Verbs verbs)
    {
        var file = new Option<string?>("--file", "-f") { Description = "A file, a folder (a file for each kind; end a new one with '/'), or '-' for the standard output.", HelpName = "FILE" };
        var kinds = new Option<string[]>("--kind") { Description = $"Only this kind: {string.Join(", ", CatalogTable.Kinds.Select(k => k.Kind))}. Repeatable.", HelpName = "KIND" };
        var set = new Option<string?>("--set") { Description = "Only what this set manages.", HelpName = "NAME" };
        kinds.AcceptOnlyFromAmong([.. CatalogTable.Kinds.Select(k => k.Kind)]);
        return verbs.Of("export", "Write the catalog as files that apply takes.", async (run, ct) =>
        {
            var wanted = run.Get(kinds) is { Length: > 0 } some ? CatalogTable.Kinds.Where(k => some.Contains(k.Kind)).ToList() : [.. CatalogTable.Kinds];
            var path = run.Get(file) ?? "-";
            var all = new List<YamlNode>();
            foreach (var kind in wanted)
            {
                var documents = await ReadAsync(run, kind, run.Get(set), ct);
                if (IsFolder(path))
                {
                    Directory.CreateDirectory(path);
                    Write(Path.Combine(path, $"{kind.Noun}.yaml"), documents);
                    run.Printer.Say($"{documents.Count} {kind.Noun} are in {Path.Combine(path, $"{kind.Noun}.yaml")}.");
                }
                else
                {
                    all.AddRange(documents);
                }
            }

            if (path is "-")
            {
                YamlWriter.Write(all, run.Host.Out);
            }
            else if (!IsFolder(path))
            {
                Write(path, all);
                run.Printer.Say($"{all.Count} documents are in {path}.");
            }

            return ExitCodes.Ok;
        }, file, kinds, set);
    }

    static bool IsFolder(string path) => path.EndsWith('/') || Directory.Exists(path);

    static async Task<List<YamlNode>> ReadAsync(Invocation run, CatalogKind kind, string? set, CancellationToken ct)
    {
        var found = new List<IMessage>();
        await foreach (var resource in KindClient.Of(kind, run.Client).ListAsync(ct))
        {
            if (set is null || (CatalogKind.LabelsOf(resource).TryGetValue(ManagedSet.Label, out var by) && by == ManagedSet.Owner + set))
            {
                found.Add(resource);
            }
        }

        return [.. found.OrderBy(CatalogKind.NameOf, StringComparer.Ordinal).Select(r => kind.Write(r, all: false))];
    }

    // A file appears when it is whole.
    static void Write(string path, IEnumerable<YamlNode> documents)
    {
        using (var writer = new StreamWriter($"{path}.part") { NewLine = "\n" })
        {
            YamlWriter.Write(documents, writer);
        }

        File.Move($"{path}.part", path, overwrite: true);
    }
}
