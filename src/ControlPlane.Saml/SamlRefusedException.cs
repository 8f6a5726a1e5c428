namespace ControlPlane.Saml;

/// <summary>A SAML message broke a rule and is not believed.</summary>
/// <param name="reason">The stable reason code, such as <c>SAML_AUDIENCE_MISMATCH</c>; see <see cref="SamlReasons"/>.</param>
/// <param name="message">What is wrong and what to change, for the administrator. Holds no secret and no text of the message
/// other than identifiers that are safe to show.</param>
/// <param name="facts">Redacted facts for the flight record, such as what was expected and what came.</param>
public sealed class SamlRefusedException(string reason, string message, IReadOnlyDictionary<string, string>? facts = null)
    : Exception(message)
{
    /// <summary>The stable reason code.</summary>
    public string Reason { get; } = reason;

    /// <summary>Redacted facts: what was expected and what came.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; } = facts ?? new Dictionary<string, string>();
}
