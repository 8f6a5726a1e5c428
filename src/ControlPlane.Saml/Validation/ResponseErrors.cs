using System.Globalization;

namespace ControlPlane.Saml.Validation;

/// <summary>All for which a message is refused as a Response.</summary>
static class ResponseErrors
{
    public static SamlRefusedException Missing() => new(
        SamlReasons.ResponseMissing,
        "The form field SAMLResponse is empty. Configure the identity provider to use the HTTP-POST binding.");

    public static SamlRefusedException TooLarge(string what, int came, int limit) => new(
        SamlReasons.ResponseTooLarge,
        $"The response has {came} {what}; {limit} are accepted. Configure the identity provider to send fewer attributes or groups.",
        new Dictionary<string, string>
        {
            ["what"] = what,
            ["came"] = came.ToString(CultureInfo.InvariantCulture),
            ["limit"] = limit.ToString(CultureInfo.InvariantCulture),
        });

    public static SamlRefusedException Base64Invalid() => new(
        SamlReasons.Base64Invalid,
        "The form field SAMLResponse is not base64 in the standard alphabet. Configure the identity provider to use the HTTP-POST "
        + "binding, and make sure that nothing between it and us rewrites forms.");

    public static SamlRefusedException Malformed(string what) => new(
        SamlReasons.ResponseMalformed,
        $"The message is not a SAML 2.0 Response: {what}. Configure the identity provider to answer with the Web Browser SSO profile.",
        new Dictionary<string, string> { ["what"] = what });

    public static SamlRefusedException VersionUnsupported(string? came) => new(
        SamlReasons.VersionUnsupported,
        "The message is not of SAML version 2.0. Configure the identity provider to use SAML 2.0.",
        new Dictionary<string, string> { ["expected"] = "2.0", ["came"] = Shown.From(came) });

    public static SamlRefusedException AssertionCount(int came) => new(
        SamlReasons.AssertionCount,
        $"The message has {came} assertions; exactly one is accepted. Configure the identity provider to send one assertion in each "
        + "response.",
        new Dictionary<string, string> { ["expected"] = "1", ["came"] = came.ToString(CultureInfo.InvariantCulture) });

    public static SamlRefusedException AssertionMisplaced() => new(
        SamlReasons.AssertionMisplaced,
        "The assertion is not a child of the Response. No identity provider sends this: it is an attack, or the message was rewritten "
        + "on its way.");

    public static SamlRefusedException DuplicateId(string id) => new(
        SamlReasons.DuplicateId,
        "Two elements of the message have the same ID. No identity provider sends this: it is an attack, or the message was rewritten "
        + "on its way.",
        new Dictionary<string, string> { ["id"] = Shown.From(id) });

    public static SamlRefusedException IdInvalid(string? id) => new(
        SamlReasons.IdInvalid,
        "An ID is missing or is not a name without colon (xs:ID). Configure the identity provider to send proper IDs.",
        new Dictionary<string, string> { ["id"] = Shown.From(id) });

    public static SamlRefusedException IssuerUnknown(string issuer) => new(
        SamlReasons.IssuerUnknown,
        $"No identity provider with the entity id '{Shown.From(issuer)}' is configured. Import its metadata, or correct the entity id.",
        new Dictionary<string, string> { ["came"] = Shown.From(issuer) });

    public static SamlRefusedException IssuerMissing() => new(
        SamlReasons.IssuerMismatch,
        "The message has no Issuer where it must have one (SAMLProf 4.1.4.2). Configure the identity provider to name itself in the "
        + "assertion, and in a response that is signed or has an encrypted assertion.",
        new Dictionary<string, string> { ["came"] = Shown.From((string?)null) });

    public static SamlRefusedException IssuerMismatch(string expected, string came) => new(
        SamlReasons.IssuerMismatch,
        "The Issuer of the response and that of the assertion are not the same identity provider.",
        new Dictionary<string, string> { ["expected"] = expected, ["came"] = Shown.From(came) });

    public static SamlRefusedException IssuerFormat(string format) => new(
        SamlReasons.IssuerMismatch,
        "The Issuer is not the name of an entity: its Format must be absent or urn:oasis:names:tc:SAML:2.0:nameid-format:entity.",
        new Dictionary<string, string> { ["format"] = Shown.From(format) });

    public static SamlRefusedException StatusNotSuccess(string code, string? subCode, bool signed) => new(
        SamlReasons.StatusNotSuccess,
        $"The identity provider reports '{code}'{(subCode is null ? "" : $" ({subCode})")} instead of a sign-in. Look into the "
        + "identity provider's log; often the person is not assigned to this application.",
        new Dictionary<string, string>
        {
            ["code"] = code,
            ["subCode"] = Shown.From(subCode),
            ["signed"] = signed ? "yes" : "no",
        });

    public static SamlRefusedException DestinationMismatch(string expected, string? came) => new(
        SamlReasons.DestinationMismatch,
        $"The response was sent to another address than ours. Set the identity provider's ACS (reply) URL to exactly '{expected}'.",
        new Dictionary<string, string> { ["expected"] = expected, ["came"] = Shown.From(came) });

    public static SamlRefusedException InResponseToMismatch(string? expected, string came) => new(
        SamlReasons.InResponseToMismatch,
        "The response answers another request than the one that this browser was sent away with. Begin the sign-in again, in one "
        + "browser tab.",
        new Dictionary<string, string> { ["expected"] = Shown.From(expected), ["came"] = Shown.From(came) });

    public static SamlRefusedException IdpInitiatedForbidden() => new(
        SamlReasons.IdpInitiatedForbidden,
        "The response answers no request of ours, and this identity provider may not begin a sign-in. Begin at our own sign-in address, "
        + "or set AllowIdpInitiated for the identity provider.");
}
