using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>Reads the members of a call and collects every constraint that they fail, worded as AWS words it.</summary>
/// <param name="input">The call's members.</param>
/// <param name="protocol">The protocol, which decides the error's code.</param>
sealed class Members(JsonObject input, AwsProtocol protocol)
{
    readonly List<string> _failures = [];

    /// <summary>A text that must be there.</summary>
    public string Text(string name, int minimum = 0, int maximum = int.MaxValue, Regex? pattern = null)
    {
        if (Find(name) is not { } value)
        {
            return Fail($"Value null at '{Camel(name)}' failed to satisfy constraint: Member must not be null", "");
        }

        return Check(name, value, minimum, maximum, pattern);
    }

    /// <summary>A text that may be there.</summary>
    public string? TextOrNull(string name, int minimum = 0, int maximum = int.MaxValue, Regex? pattern = null)
        => Find(name) is { } value ? Check(name, value, minimum, maximum, pattern) : null;

    /// <summary>A text out of a set, which must be there.</summary>
    public string OneOf(string name, params string[] values)
    {
        var value = Text(name);
        return value.Length == 0 || values.Contains(value, StringComparer.Ordinal) ? value : Fail(NotInSet(name, value, values), value);
    }

    /// <summary>A text out of a set, which may be there.</summary>
    public string? OneOfOrNull(string name, params string[] values)
        => Find(name) is { } value && !values.Contains(value, StringComparer.Ordinal) ? Fail(NotInSet(name, value, values), value) : Find(name);

    /// <summary>A whole number that may be there.</summary>
    public int? Number(string name, int minimum, int maximum)
    {
        if (Find(name) is not { } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw new AwsErrorException("SerializationException", $"'{Camel(name)}' can not be converted to an Integer");
        }

        var bound = number < minimum ? $"greater than or equal to {minimum}" : number > maximum ? $"less than or equal to {maximum}" : null;
        return bound is null
            ? number
            : Fail($"Value '{number}' at '{Camel(name)}' failed to satisfy constraint: Member must have value {bound}", number);
    }

    /// <summary>A list of texts; empty when it is absent.</summary>
    public IReadOnlyList<string> Texts(string name, int maximum)
    {
        var list = List(name);
        if (list.Count > maximum)
        {
            Fail($"Value at '{Camel(name)}' failed to satisfy constraint: Member must have length less than or equal to {maximum}", 0);
        }

        return [.. list.Select(item => item is JsonValue ? item.ToString() : throw Shape(name))];
    }

    /// <summary>A list of structures, each of one text member; empty when it is absent.</summary>
    public IReadOnlyList<string> TextsOf(string name, string member)
        => [.. List(name).Select(item => (item as JsonObject)?[member]?.ToString() ?? throw Shape(name))];

    /// <summary>Tags in their order, case kept; empty when there are none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags(string name = "Tags")
    {
        var tags = List(name)
            .Select(item => item as JsonObject ?? throw Shape(name))
            .Select(tag => KeyValuePair.Create(tag["Key"]?.ToString() ?? "", tag["Value"]?.ToString() ?? ""))
            .ToArray();
        foreach (var failure in TagRules.Failures(tags, Camel(name)))
        {
            Fail(failure, 0);
        }

        return tags;
    }

    /// <summary>A structure, as it came; null when it is absent.</summary>
    public JsonObject? Structure(string name) => input[name] switch
    {
        null => null,
        JsonObject structure => structure,
        _ => throw Shape(name),
    };

    /// <summary>True or false; false when it is absent.</summary>
    public bool Flag(string name) => Find(name) is "true" or "True";

    /// <summary>Ends the reading.</summary>
    /// <exception cref="AwsErrorException">A constraint failed; all of them are named.</exception>
    public void Done()
    {
        if (_failures.Count > 0)
        {
            var noun = _failures.Count == 1 ? "error" : "errors";
            throw AwsErrors.Validation(protocol, $"{_failures.Count} validation {noun} detected: {string.Join("; ", _failures)}");
        }
    }

    string? Find(string name) => input[name] switch
    {
        null => null,
        JsonValue value => value.ToString(),
        _ => throw Shape(name),
    };

    JsonArray List(string name) => input[name] switch
    {
        null => [],
        JsonArray list => list,
        // An empty list arrives in the query protocol as a member without text.
        JsonValue value when protocol == AwsProtocol.Query && value.ToString().Length == 0 => [],
        _ => throw Shape(name),
    };

    string Check(string name, string value, int minimum, int maximum, Regex? pattern)
    {
        var at = $"Value '{value}' at '{Camel(name)}' failed to satisfy constraint: Member must";
        if (value.Length > maximum)
        {
            Fail($"{at} have length less than or equal to {maximum}", value);
        }

        if (value.Length < minimum)
        {
            Fail($"{at} have length greater than or equal to {minimum}", value);
        }

        if (pattern is not null && !pattern.IsMatch(value))
        {
            Fail($"{at} satisfy regular expression pattern: {Patterns.Shown(pattern)}", value);
        }

        return value;
    }

    static string NotInSet(string name, string value, string[] values)
        => $"Value '{value}' at '{Camel(name)}' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", values)}]";

    T Fail<T>(string failure, T value)
    {
        _failures.Add(failure);
        return value;
    }

    static AwsErrorException Shape(string name) => new("SerializationException", $"'{Camel(name)}' has an unexpected type");

    static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
