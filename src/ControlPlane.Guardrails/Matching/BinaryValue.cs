using ControlPlane.Guardrails.Evaluation;

namespace ControlPlane.Guardrails.Matching;

/// <summary>Bytes, in Base64 on both sides.</summary>
sealed class BinaryValue(string text, byte[] wanted) : ConditionValue(text)
{
    public static BinaryValue? Parse(string text) => Read(text) is { } bytes ? new(text, bytes) : null;

    public override bool Matches(string actual, RequestContext context) => Read(actual) is { } bytes && bytes.AsSpan().SequenceEqual(wanted);

    static byte[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
