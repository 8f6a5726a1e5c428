using ControlPlane.Cli.Hosting;
using ControlPlane.Client;

namespace ControlPlane.Cli.Catalog;

/// <summary>Everything that is wrong with the files, each with its place.</summary>
sealed class CatalogProblems
{
    readonly List<(string File, int Line, ControlPlaneViolation Violation)> _found = [];

    public int Count => _found.Count;

    public void Add(string file, int line, string path, string description)
        => _found.Add((file, line, new(path.Length == 0 ? $"{file}:{line}" : $"{file}:{line} {path}", description)));

    /// <summary>Throws when anything was found.</summary>
    /// <exception cref="CliException"><c>CATALOG_INVALID</c>, with all of it in the order of files and lines.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
        {
            throw new CliException(ExitCodes.Usage, "CATALOG_INVALID", _found.Count == 1 ? "There is an error in the files." : $"There are {_found.Count} errors in the files.")
            {
                Violations = [.. _found.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).Select(f => f.Violation)],
                Fix = "Nothing was changed. Correct them and run it again.",
            };
        }
    }
}
