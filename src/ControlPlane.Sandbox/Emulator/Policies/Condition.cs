using System.Text.Json;

namespace ControlPlane.Sandbox.Emulator.Policies;

/// <summary>One key of one operator of a Condition block (IAM User Guide, condition operators).</summary>
sealed class Condition
{
    const string Any = "ForAnyValue:";
    const string All = "ForAllValues:";
    const string IfExists = "IfExists";

    readonly string _key;
    readonly string[] _patterns;
    readonly string _set;
    readonly string _operator;
    readonly bool _ifExists;
    readonly bool _negated;

    Condition(string name, string key, string[] patterns)
    {
        _key = key;
        _patterns = patterns;
        _set = name.StartsWith(Any, StringComparison.Ordinal) ? Any : name.StartsWith(All, StringComparison.Ordinal) ? All : "";
        var bare = name[_set.Length..];
        _ifExists = bare.EndsWith(IfExists, StringComparison.Ordinal);
        bare = _ifExists ? bare[..^IfExists.Length] : bare;
        _negated = bare.Contains("Not", StringComparison.Ordinal);
        _operator = bare.Replace("Not", "", StringComparison.Ordinal);
        if (_operator != "Null" && !ConditionOperators.Known(_operator))
        {
            throw new FormatException($"Syntax errors in policy: condition operator {name}.");
        }
    }

    /// <summary>Reads one key with its values.</summary>
    public static Condition Read(string name, JsonProperty key) => new(name, key.Name, Statement.Texts(key.Value));

    /// <summary>True when the request meets it.</summary>
    public bool Holds(RequestContext context, bool variables)
    {
        var actual = context.Find(_key);
        if (_operator == "Null")
        {
            return _patterns.Any(wanted => bool.Parse(wanted) == actual is null);
        }

        if (actual is null)
        {
            return _ifExists || _set == All || (_set.Length == 0 && _negated);
        }

        return _set switch
        {
            All => actual.All(value => Meets(value, context, variables)),
            Any => actual.Any(value => Meets(value, context, variables)),
            _ when _negated => actual.All(value => Meets(value, context, variables)),
            _ => actual.Any(value => Meets(value, context, variables)),
        };
    }

    // A negated operator wants that none of the patterns matches.
    bool Meets(string value, RequestContext context, bool variables)
        => _patterns.Any(p => Glob.Expand(p, context, variables) is { } glob && ConditionOperators.Match(_operator, glob, value)) != _negated;
}
