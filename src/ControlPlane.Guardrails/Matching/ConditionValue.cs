using System.Collections.Frozen;
using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Matching;

/// <summary>A value of a condition, ready to be compared by its operator in the positive form.</summary>
abstract class ConditionValue(string text)
{
    /// <summary>Every operator but Null, without prefix and suffix (IAM User Guide, condition operators).</summary>
    public static FrozenSet<string> Operators { get; } = new[]
    {
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
        "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
        "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>As it stands in the document.</summary>
    public string Text => text;

    /// <summary>Makes the value of an operator; null with what is wrong when the text is none.</summary>
    /// <param name="positive">The operator without its negation.</param>
    /// <param name="text">The text.</param>
    /// <param name="variables">Whether policy variables are filled in, which only the text and ARN operators do.</param>
    /// <param name="problem">What is wrong; empty when nothing is.</param>
    public static ConditionValue? Read(string positive, string text, bool variables, out string problem)
    {
        ConditionValue? value = positive switch
        {
            "StringEquals" => new EqualText(TextPattern.Of(text, variables), StringComparison.Ordinal),
            "StringEqualsIgnoreCase" => new EqualText(TextPattern.Of(text, variables), StringComparison.OrdinalIgnoreCase),
            "StringLike" => new LikeText(TextPattern.Of(text, variables)),
            "ArnEquals" or "ArnLike" => new LikeArn(TextPattern.Of(text, variables)),
            "Bool" or "Null" => BoolValue.Parse(text),
            "BinaryEquals" => BinaryValue.Parse(text),
            "IpAddress" => NetworkValue.Parse(text),
            _ when positive.StartsWith("Numeric", StringComparison.Ordinal) => OrderedValue.Number(positive["Numeric".Length..], text),
            _ => OrderedValue.Date(positive["Date".Length..], text),
        };
        problem = value is not null ? "" : positive switch
        {
            "Bool" or "Null" => $"'{text}' is neither true nor false.",
            "BinaryEquals" => $"'{text}' is not Base64.",
            "IpAddress" => $"'{text}' is no IP address and no network such as 10.0.0.0/8.",
            _ when positive.StartsWith("Numeric", StringComparison.Ordinal) => $"'{text}' is no number.",
            _ => $"'{text}' is no time such as 2026-11-23T00:00:00Z, and no number of seconds.",
        };
        return value;
    }

    /// <summary>True when the request's value matches.</summary>
    public abstract bool Matches(string actual, RequestContext context);

    /// <summary>The text with its variables filled in; null when one has no value.</summary>
    public virtual string? Filled(RequestContext context) => text;
}
