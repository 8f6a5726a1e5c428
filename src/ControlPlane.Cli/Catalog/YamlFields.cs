using System.Globalization;
using ControlPlane.Cli.Yaml;

namespace ControlPlane.Cli.Catalog;

/// <summary>The fields of one mapping of a file. What is wrong is noted, and what cannot be read is missing.</summary>
sealed class YamlFields
{
    readonly CatalogProblems _problems;
    readonly Dictionary<string, YamlNode> _fields = new(StringComparer.Ordinal);

    public YamlFields(YamlNode? node, string file, int line, string path, CatalogProblems problems, IReadOnlyList<string> known)
    {
        (_problems, File, Path, Line) = (problems, file, path, node?.Line ?? line);
        if (node is not (null or YamlMap or YamlText { IsNull: true }))
        {
            problems.Add(file, node.Line, path, "Write fields here, as 'name: value'.");
        }

        foreach (var (key, value) in node is YamlMap map ? map.Fields : [])
        {
            if (key is not YamlText { Value: var name } || !known.Contains(name, StringComparer.Ordinal))
            {
                problems.Add(file, key.Line, path, Unknown(key, known));
            }
            else if (!_fields.TryAdd(name, value))
            {
                problems.Add(file, key.Line, At(name), "It is there twice: keep one.");
            }
        }
    }

    public string File { get; }

    public string Path { get; }

    public int Line { get; }

    public CatalogProblems Problems => _problems;

    public bool Has(string name) => _fields.TryGetValue(name, out var node) && node is not YamlText { IsNull: true };

    public YamlNode? Node(string name) => Has(name) ? _fields[name] : null;

    public int LineOf(string name) => _fields.TryGetValue(name, out var node) ? node.Line : Line;

    public string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    public void Wrong(string name, string description) => _problems.Add(File, LineOf(name), At(name), description);

    public YamlFields Below(string name, IReadOnlyList<string> known) => new(Node(name), File, LineOf(name), At(name), _problems, known);

    /// <summary>The text of a field; null when it is missing or no text.</summary>
    public string? Text(string name) => Node(name) is { } node ? Text(node, At(name)) : null;

    public string? Text(YamlNode node, string path)
    {
        if (node is YamlText { Tag: null } text)
        {
            return text.Value;
        }

        _problems.Add(File, node.Line, path, node is YamlText tagged ? $"The tag {tagged.Tag} is not taken here: write the value itself." : "Write a single value.");
        return null;
    }

    public IEnumerable<(YamlNode Node, string Path)> Items(string name)
    {
        if (Node(name) is YamlList list)
        {
            return list.Items.Select((item, i) => (item, string.Create(CultureInfo.InvariantCulture, $"{At(name)}[{i}]")));
        }

        if (Has(name))
        {
            Wrong(name, "Write a list, each item after a '-'.");
        }

        return [];
    }

    public IEnumerable<(string Key, string Value)> TextMap(string name)
    {
        if (Node(name) is not YamlMap map)
        {
            if (Has(name))
            {
                Wrong(name, "Write fields here, as 'name: value'.");
            }

            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Fields)
        {
            if (Text(key, At(name)) is not { } k || Text(value, $"{At(name)}.{k}") is not { } v)
            {
                continue;
            }

            if (seen.Add(k))
            {
                yield return (k, v);
            }
            else
            {
                _problems.Add(File, key.Line, $"{At(name)}.{k}", "It is there twice: keep one.");
            }
        }
    }

    static string Unknown(YamlNode key, IReadOnlyList<string> known)
    {
        if (key is not YamlText { Value: var name })
        {
            return "A field's name is plain text.";
        }

        var near = known.FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? known.FirstOrDefault(k => k.StartsWith(name, StringComparison.OrdinalIgnoreCase) || name.StartsWith(k, StringComparison.OrdinalIgnoreCase));
        return near is null ? $"There is no field '{name}': there are {string.Join(", ", known)}." : $"There is no field '{name}': did you mean '{near}'?";
    }
}
