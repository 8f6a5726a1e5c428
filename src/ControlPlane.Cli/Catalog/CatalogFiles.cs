using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Yaml;
using YamlDotNet.Core;

namespace ControlPlane.Cli.Catalog;

/// <summary>Reads documents from files, folders and the standard input.</summary>
static class CatalogFiles
{
    /// <summary>Reads all of them.</summary>
    /// <param name="paths">Files, folders (every <c>.yaml</c> and <c>.yml</c> below them), and <c>-</c> for the standard input.</param>
    /// <param name="input">The standard input.</param>
    /// <exception cref="CliException"><c>CATALOG_INVALID</c>, with every error of every file.</exception>
    public static IReadOnlyList<CatalogDocument> Read(IEnumerable<string> paths, TextReader input)
    {
        var problems = new CatalogProblems();
        var documents = new List<CatalogDocument>();
        foreach (var path in paths.SelectMany(Files).Distinct(StringComparer.Ordinal))
        {
            documents.AddRange(ReadFile(path, input, problems));
        }

        foreach (var twice in documents.GroupBy(d => d.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            var (first, second) = (twice.First(), twice.ElementAt(1));
            problems.Add(second.File, second.Line, "", $"{second.Name} is there twice: keep this one or the one at {first.File}:{first.Line}.");
        }

        problems.ThrowIfAny();
        return documents.Count > 0 ? documents : throw CliException.Usage("There is no document in what was given.");
    }

    static IEnumerable<string> Files(string path)
    {
        if (path is "-" || File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw CliException.Usage($"There is no file or folder '{path}'.");
        }

        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal);
    }

    static List<CatalogDocument> ReadFile(string path, TextReader input, CatalogProblems problems)
    {
        var documents = new List<CatalogDocument>();
        var name = path is "-" ? "stdin" : path;
        try
        {
            using var file = path is "-" ? null : File.OpenText(path);
            foreach (var node in YamlReader.ReadAll(file ?? input))
            {
                if (CatalogKind.Read(node, name, problems) is { } document)
                {
                    documents.Add(document);
                }
            }
        }
        catch (YamlException e)
        {
            problems.Add(name, (int)e.Start.Line, "", $"This is not YAML that can be read: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(name, 0, "", $"The file cannot be read: {e.Message}");
        }

        return documents;
    }
}
