using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Matching;

/// <summary>Equal text, without wildcards.</summary>
sealed class EqualText(TextPattern pattern, StringComparison comparison) : ConditionValue(pattern.Text)
{
    public override bool Matches(string actual, RequestContext context) => pattern.Fill(context) is { } wanted && wanted.Equals(actual, comparison);

    public override string? Filled(RequestContext context) => pattern.Fill(context);
}

/// <summary>Text with wildcards.</summary>
sealed class LikeText(TextPattern pattern) : ConditionValue(pattern.Text)
{
    public override bool Matches(string actual, RequestContext context) => pattern.Like(actual, context, ignoreCase: false);

    public override string? Filled(RequestContext context) => pattern.Fill(context);
}

/// <summary>An ARN, part by part.</summary>
sealed class LikeArn(TextPattern pattern) : ConditionValue(pattern.Text)
{
    public override bool Matches(string actual, RequestContext context) => pattern.LikeArn(actual, context);

    public override string? Filled(RequestContext context) => pattern.Fill(context);
}
