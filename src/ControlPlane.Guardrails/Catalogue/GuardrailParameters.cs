using ControlPlane.Guardrails.Matching;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Guardrails.Catalogue;

/// <summary>The values that fill the policies of the catalogue. It is immutable, and holds only values that have the form of their
/// parameter.</summary>
public sealed class GuardrailParameters
{
    readonly Dictionary<string, IReadOnlyList<string>> _set;

    GuardrailParameters(Dictionary<string, IReadOnlyList<string>> set) => _set = set;

    /// <summary>Every parameter as it is unless set.</summary>
    public static GuardrailParameters Default { get; } = new([]);

    /// <summary>All values of a parameter, in their order.</summary>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public IReadOnlyList<string> this[string name]
        => _set.TryGetValue(name, out var values) ? values
            : GuardrailParameter.Find(name) is { } parameter ? [.. parameter.Default.Select(Follow)]
            : throw new ArgumentException($"'{name}' is no parameter of the guardrails.", nameof(name));

    /// <summary>The only or first value of a parameter.</summary>
    public string One(string name) => this[name][0];

    /// <summary>Whether one of a parameter's patterns takes an ARN in, as a Resource element does.</summary>
    public bool Covers(string name, string arn) => this[name].Any(pattern => TextPattern.Of(pattern, variables: true).Like(arn, new(), ignoreCase: false));

    /// <summary>The same with some values, one a text of the form <c>name=value</c>, or <c>name=value,value</c> for a list.</summary>
    /// <param name="texts">The texts; of a name that is there twice the later one counts.</param>
    /// <param name="parameters">The parameters; null when a text is wrong.</param>
    /// <returns>Everything that is wrong; the path is the parameter's name.</returns>
    public IReadOnlyList<Finding> TryWith(IEnumerable<string> texts, out GuardrailParameters? parameters)
        => TryWith(texts.Select(text => text.Split('=', 2) is [var name, var value] ? (name, (IReadOnlyList<string>)value.Split(',')) : (text, [])), out parameters);

    /// <summary>The same with some values.</summary>
    /// <exception cref="PolicyFormatException">A value has not the form of its parameter.</exception>
    public GuardrailParameters With(params IEnumerable<(string Name, IReadOnlyList<string> Values)> values)
    {
        var findings = TryWith(values, out var parameters);
        return parameters ?? throw new PolicyFormatException("parameters", findings);
    }

    List<Finding> TryWith(IEnumerable<(string Name, IReadOnlyList<string> Values)> values, out GuardrailParameters? parameters)
    {
        var findings = new List<Finding>();
        var set = new Dictionary<string, IReadOnlyList<string>>(_set);
        foreach (var (name, given) in values)
        {
            if (WhatIsWrong(name, given) is { } wrong)
            {
                findings.Add(new(FindingSeverity.Error, name, wrong));
            }

            set[name] = given;
        }

        parameters = findings.Count == 0 ? new(set) : null;
        return findings;
    }

    static string? WhatIsWrong(string name, IReadOnlyList<string> values)
        => GuardrailParameter.Find(name) is not { } parameter ? $"There is no such parameter: there are {string.Join(", ", GuardrailParameter.All.Select(p => p.Name))}."
            : values.Count == 0 ? $"Give {name}=VALUE: {parameter.Form}."
            : values.Count > 1 && !parameter.IsList ? "It takes one value."
            : values.FirstOrDefault(v => !parameter.Takes(v)) is { } bad ? $"'{bad}' is not {parameter.Form}."
            : null;

    string Follow(string value)
        => value.Contains("{{", StringComparison.Ordinal)
            ? value.Replace("{{partition}}", One("partition"), StringComparison.Ordinal).Replace("{{account}}", One("account"), StringComparison.Ordinal)
            : value;
}
