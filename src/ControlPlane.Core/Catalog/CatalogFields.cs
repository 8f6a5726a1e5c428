using System.Globalization;
using System.Text.RegularExpressions;

namespace ControlPlane.Catalog;

/// <summary>Reads the fields of one mapping and notes what is wrong with them. What cannot be read comes back as its default: the notes
/// keep it from being used.</summary>
sealed class CatalogFields : IFindings
{
    readonly CatalogProblems _problems;
    readonly Dictionary<string, CatalogNode> _fields = new(StringComparer.Ordinal);
    readonly Dictionary<string, CatalogFields> _maps = new(StringComparer.Ordinal);

    /// <param name="node">What should be a mapping; null when it is not there at all.</param>
    /// <param name="line">Where to report what is missing.</param>
    /// <param name="path">The path to it, such as <c>spec</c>; empty for a document.</param>
    /// <param name="problems">Where to note.</param>
    /// <param name="known">Every field that it may have.</param>
    public CatalogFields(CatalogNode? node, int line, string path, CatalogProblems problems, params string[] known)
    {
        (_problems, Path, Line) = (problems, path, node?.Line ?? line);
        if (node is not (null or CatalogMap or CatalogText { IsNull: true }))
        {
            problems.Add(node.Line, path, "Write fields here, as 'name: value'.");
        }

        foreach (var (key, value) in node is CatalogMap map ? map.Fields : [])
        {
            if (key is not CatalogText { Value: var name } || !known.Contains(name, StringComparer.Ordinal))
            {
                problems.Add(key.Line, path, Unknown(key, known));
            }
            else if (!_fields.TryAdd(name, value))
            {
                problems.Add(key.Line, At(name), "It is there twice: keep one.");
            }
        }
    }

    public string Path { get; }

    public int Line { get; }

    public bool Has(string name) => _fields.TryGetValue(name, out var node) && node is not CatalogText { IsNull: true };

    public CatalogNode? Node(string name) => Has(name) ? _fields[name] : null;

    public int LineOf(string name) => _fields.TryGetValue(name, out var node) ? node.Line : Line;

    public string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    public void Wrong(string name, string description) => _problems.Add(LineOf(name), At(name), description);

    // One for each name: what is wrong with a mapping is noted once.
    public CatalogFields Map(string name, params string[] known)
        => _maps.TryGetValue(name, out var map) ? map : _maps[name] = new(Node(name), LineOf(name), At(name), _problems, known);

    /// <summary>The text of a field; null when it is missing or no text.</summary>
    public string? Text(string name, bool required = false)
    {
        if (!Has(name))
        {
            if (required)
            {
                Wrong(name, "It is missing.");
            }

            return null;
        }

        return Text(_fields[name], At(name));
    }

    public T? Parse<T>(string name, bool required = false)
        where T : struct, IParsable<T>
        => Text(name, required) is { } text ? Parse<T>(text, LineOf(name), At(name)) : null;

    public IReadOnlyList<T> ParseList<T>(string name, bool required = false)
        where T : struct, IParsable<T>
        => [.. Items(name, required).Select(i => Text(i.Node, i.Path) is { } text ? Parse<T>(text, i.Node.Line, i.Path) : null).OfType<T>()];

    public IReadOnlyList<string> TextList(string name) => [.. Items(name, false).Select(i => Text(i.Node, i.Path)).OfType<string>()];

    public IEnumerable<CatalogFields> MapList(string name, params string[] known)
        => Items(name, true).Select(i => new CatalogFields(i.Node, i.Node.Line, i.Path, _problems, known));

    /// <summary>A mapping from text to text, whatever its keys.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Node(name) is not CatalogMap map)
        {
            if (Has(name))
            {
                Wrong(name, "Write fields here, as 'name: value'.");
            }

            return texts;
        }

        foreach (var (key, value) in map.Fields)
        {
            if (Text(key, At(name)) is { } k && Text(value, $"{At(name)}.{k}") is { } v && !texts.TryAdd(k, v))
            {
                _problems.Add(key.Line, $"{At(name)}.{k}", "It is there twice: keep one.");
            }
        }

        return texts;
    }

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => Noted(name, "Write true or false.", false),
    };

    public int Number(string name, int minimum, int maximum, int? unset)
    {
        var text = Text(name, required: unset is null);
        return text is null ? unset ?? minimum
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum ? number
            : Noted(name, $"Write a whole number from {minimum} to {maximum}.", minimum);
    }

    public T Choice<T>(string name, T unset)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return unset;
        }

        var choice = Enum.GetValues<T>().Where(value => string.Equals($"{value}", text, StringComparison.OrdinalIgnoreCase)).ToList();
        return choice.Count == 1 ? choice[0] : Noted(name, $"Write {string.Join(" or ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.", unset);
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // A time without its offset would mean another moment on another machine.
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        var hasOffset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
        return hasOffset && DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToUniversalTime()
            : Noted<DateTimeOffset?>(name, "Write a time with its offset, such as 2027-03-31T18:00:00Z.", null);
    }

    /// <summary>A length of time in seconds, or with a unit: <c>43200</c>, <c>12h</c>, <c>30m</c>, <c>1h30m</c>.</summary>
    public TimeSpan Duration(string name, TimeSpan minimum, TimeSpan maximum, TimeSpan unset)
    {
        var form = $"Write {minimum.TotalSeconds:0} to {maximum.TotalSeconds:0} seconds, such as {maximum.TotalSeconds:0} or 12h or 1h30m.";
        return Text(name) is not { } text ? unset
            : TryDuration(text, out var length) && length >= minimum && length <= maximum ? length
            : Noted(name, form, unset);
    }

    T Noted<T>(string name, string description, T value)
    {
        Wrong(name, description);
        return value;
    }

    IEnumerable<(CatalogNode Node, string Path)> Items(string name, bool required)
    {
        if (Node(name) is CatalogList list)
        {
            if (required && list.Items.Count == 0)
            {
                Wrong(name, "At least one is needed.");
            }

            return list.Items.Select((item, i) => (item, $"{At(name)}[{i}]"));
        }

        if (Has(name) || required)
        {
            Wrong(name, Has(name) ? "Write a list, each item after a '-'." : "It is missing.");
        }

        return [];
    }

    string? Text(CatalogNode node, string path)
    {
        if (node is CatalogText { Tag: null } text)
        {
            return text.Value;
        }

        _problems.Add(node.Line, path, node is CatalogText tagged ? $"The tag {tagged.Tag} is not taken here: write the value itself." : "Write a single value.");
        return null;
    }

    T? Parse<T>(string text, int line, string path)
        where T : struct, IParsable<T>
    {
        try
        {
            return T.Parse(text, CultureInfo.InvariantCulture);
        }
        catch (FormatException e)
        {
            // Each id's own message says what would be right.
            _problems.Add(line, path, e.Message);
            return null;
        }
    }

    static bool TryDuration(string text, out TimeSpan length)
    {
        length = TimeSpan.Zero;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            length = TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));
            return true;
        }

        var match = Regex.Match(text, @"^(?=\d)((?<h>\d{1,6})h)?((?<m>\d{1,6})m)?((?<s>\d{1,6})s)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);
        length = new TimeSpan(Part("h"), Part("m"), Part("s"));
        return match.Success;

        int Part(string name) => match.Groups[name] is { Success: true } part ? int.Parse(part.Value, CultureInfo.InvariantCulture) : 0;
    }

    static string Unknown(CatalogNode key, string[] known)
    {
        if (key is not CatalogText { Value: var name })
        {
            return "A field's name is plain text.";
        }

        var near = known
            .Select(k => (Name: k, Distance: Distance(name.ToUpperInvariant(), k.ToUpperInvariant())))
            .Where(k => k.Distance <= Math.Max(2, k.Name.Length / 3))
            .OrderBy(k => k.Distance)
            .Select(k => k.Name)
            .FirstOrDefault();
        return near is null ? $"There is no field '{name}': there are {string.Join(", ", known)}." : $"There is no field '{name}': did you mean '{near}'?";
    }

    // Levenshtein's.
    static int Distance(string a, string b)
    {
        if (a.Length > 64)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var best = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                (corner, row[j]) = (row[j], best);
            }
        }

        return row[^1];
    }
}
