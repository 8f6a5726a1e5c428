using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Matching;

namespace ControlPlane.Guardrails.Policies;

/// <summary>One key of one operator of a Condition block.</summary>
public sealed class Condition
{
    readonly ConditionOperator _operator;
    readonly ConditionValue[] _values;

    internal Condition(ConditionOperator name, string key, ConditionValue[] values)
    {
        (_operator, Key, _values) = (name, key, values);
        Values = [.. values.Select(v => v.Text)];
    }

    /// <summary>The operator as it stands in the document, such as <c>ForAnyValue:StringLike</c>.</summary>
    public string Operator => _operator.Name;

    /// <summary>The condition key as it stands in the document.</summary>
    public string Key { get; }

    /// <summary>The values as they stand in the document.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>True when the request meets it (IAM User Guide, condition operators and multivalued context keys).</summary>
    internal bool Holds(RequestContext context)
    {
        var actual = context.Find(Key);
        if (_operator.IsNull)
        {
            return Array.Exists(_values, wanted => wanted.Matches(actual is null ? "true" : "false", context));
        }

        if (actual is null)
        {
            return _operator.HoldsWithoutKey;
        }

        return _operator.Set switch
        {
            SetOperator.ForAllValues => Array.TrueForAll(actual, value => Meets(value, context)),
            SetOperator.ForAnyValue => Array.Exists(actual, value => Meets(value, context)),
            // No set operator on a key with several values: any for the positive operators, none for the negated.
            _ when _operator.Negated => Array.TrueForAll(actual, value => Meets(value, context)),
            _ => Array.Exists(actual, value => Meets(value, context)),
        };
    }

    /// <summary>Why it does not hold, for people.</summary>
    internal string Explain(RequestContext context)
    {
        var wanted = string.Join(", ", _values.Select(v => Shown(v, context)));
        if (_operator.IsNull)
        {
            return context.Find(Key) is null ? "the request has no such key" : $"the request has it: {Told(context)}";
        }

        return context.Find(Key) is null
            ? $"the request has no such key; wanted {wanted}"
            : $"the request has {Told(context)}; wanted {(_operator.Negated ? "none of " : "")}{wanted}";
    }

    string Told(RequestContext context) => string.Join(", ", context.Find(Key)!.Select(v => $"'{v}'"));

    static string Shown(ConditionValue value, RequestContext context)
    {
        var filled = value.Filled(context);
        return filled == value.Text ? $"'{value.Text}'" : filled is null ? $"'{value.Text}', which has no value" : $"'{filled}' from {value.Text}";
    }

    // A negated operator wants that none of the policy's values matches.
    bool Meets(string value, RequestContext context)
    {
        foreach (var wanted in _values)
        {
            if (wanted.Matches(value, context))
            {
                return !_operator.Negated;
            }
        }

        return _operator.Negated;
    }
}
