using System.Text;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLCore 3.2.2: only Success is a sign-in. The identity provider's codes are told to the administrator, and only those that
/// the specification defines: an unsigned failure is anyone's text.</summary>
static class StatusCheck
{
    const string Prefix = "urn:oasis:names:tc:SAML:2.0:status:";

    static readonly HashSet<string> Codes =
    [
        "Success", "Requester", "Responder", "VersionMismatch", "AuthnFailed", "InvalidAttrNameOrValue", "InvalidNameIDPolicy",
        "NoAuthnContext", "NoAvailableIDP", "NoPassive", "NoSupportedIDP", "PartialLogout", "ProxyCountExceeded", "RequestDenied",
        "RequestUnsupported", "RequestVersionDeprecated", "RequestVersionTooHigh", "RequestVersionTooLow", "ResourceNotRecognized",
        "TooManyResponses", "UnknownAttrProfile", "UnknownPrincipal", "UnsupportedBinding",
    ];

    public static void Check(Element status, bool isSigned)
    {
        var code = FindCode(status) ?? throw ResponseErrors.Malformed("its Status has no StatusCode");
        if (!code.TryAttribute("Value"u8, out var value) || !value.SequenceEqual("urn:oasis:names:tc:SAML:2.0:status:Success"u8))
        {
            throw ResponseErrors.StatusNotSuccess(Name(code), FindCode(code) is { } sub ? Name(sub) : null, isSigned);
        }
    }

    /// <summary>The status and, when there is one, its second level; null when it has no code. A code that SAML does not define is told as
    /// "another status".</summary>
    public static (string Code, string? SubCode)? Read(Element status)
        => FindCode(status) is { } code ? (Name(code), FindCode(code) is { } sub ? Name(sub) : null) : null;

    static Element? FindCode(Element parent) => new OrderedChildren(parent).Next(Ns.Protocol, "StatusCode"u8);

    static string Name(Element code)
    {
        code.TryAttribute("Value"u8, out var value);
        var text = Encoding.UTF8.GetString(value);
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Codes.TryGetValue(text[Prefix.Length..], out var known) ? known : "another status";
    }
}
