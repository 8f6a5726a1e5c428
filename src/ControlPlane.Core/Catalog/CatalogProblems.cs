using ControlPlane.Errors;

namespace ControlPlane.Catalog;

/// <summary>Everything that is wrong with a catalog file.</summary>
/// <param name="file">The file's name, for the messages.</param>
sealed class CatalogProblems(string file)
{
    const int Shown = 20;
    readonly List<(int Line, Violation Violation)> _found = [];

    public int Count => _found.Count;

    public void Add(int line, string path, string description)
        => _found.Add((line, new(path.Length == 0 ? $"{file}:{line}" : $"{file}:{line} {path}", description)));

    /// <summary>Throws when anything was found.</summary>
    /// <exception cref="RefusedException"><c>CATALOG_INVALID</c>, with all of it in the order of lines.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count == 0)
        {
            return;
        }

        var all = _found.OrderBy(p => p.Line).Select(p => p.Violation).ToList();
        var shown = string.Join('\n', all.Take(Shown).Select(v => $"  {v.Field}: {v.Description}"));
        var rest = all.Count > Shown ? $"\n  and {all.Count - Shown} more" : "";
        throw new RefusedException(RefusalKind.Invalid, "CATALOG_INVALID", $"The catalog '{file}' has {all.Count} errors; nothing of it was loaded.\n{shown}{rest}")
        {
            Violations = all,
            Metadata = new Dictionary<string, string> { ["file"] = file, ["errors"] = $"{all.Count}" },
        };
    }
}
