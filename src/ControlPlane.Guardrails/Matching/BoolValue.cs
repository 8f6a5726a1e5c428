using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Matching;

/// <summary>True or false.</summary>
sealed class BoolValue(string text, bool wanted) : ConditionValue(text)
{
    public static BoolValue? Parse(string text) => Read(text) is { } value ? new(text, value) : null;

    public override bool Matches(string actual, RequestContext context) => Read(actual) == wanted;

    static bool? Read(string text)
        => text.Equals("true", StringComparison.OrdinalIgnoreCase) ? true
            : text.Equals("false", StringComparison.OrdinalIgnoreCase) ? false
            : null;
}
