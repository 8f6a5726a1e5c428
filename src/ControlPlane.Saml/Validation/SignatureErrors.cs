using System.Globalization;

namespace ControlPlane.Saml.Validation;

/// <summary>All for which a signature is refused.</summary>
static class SignatureErrors
{
    public static SamlRefusedException Missing() => new(
        SamlReasons.SignatureMissing,
        "Neither the response nor the assertion is signed. Configure the identity provider to sign the assertion, the response, or both.");

    public static SamlRefusedException Misplaced() => new(
        SamlReasons.SignatureMisplaced,
        "A signature stands somewhere else than directly under the response or the assertion, or there are two. No identity provider "
        + "sends this: it is an attack, or the message was rewritten on its way.");

    public static SamlRefusedException Malformed(string what) => new(
        SamlReasons.SignatureMalformed,
        $"The signature does not have the form of a SAML signature: {what}.",
        new Dictionary<string, string> { ["what"] = what });

    public static SamlRefusedException ReferenceInvalid(string what, string expected, string? came) => new(
        SamlReasons.ReferenceInvalid,
        $"The signature does not cover the element that it stands in: {what}.",
        new Dictionary<string, string> { ["expected"] = expected, ["came"] = Shown.From(came) });

    public static SamlRefusedException TransformForbidden(string? came) => new(
        SamlReasons.TransformForbidden,
        "The signature uses another transform or canonicalisation than enveloped-signature followed by exclusive canonicalisation without "
        + "comments. Configure the identity provider to sign as SAML 2.0 section 5.4 has it.",
        new Dictionary<string, string> { ["came"] = Shown.From(came) });

    public static SamlRefusedException AlgorithmForbidden(string what, string? came) => new(
        SamlReasons.AlgorithmForbidden,
        $"The {what} '{Shown.From(came)}' is not accepted. Configure the identity provider to sign with RSA or ECDSA and SHA-256, "
        + "SHA-384 or SHA-512. SHA-1 needs AllowSha1 in its options.",
        new Dictionary<string, string> { ["came"] = Shown.From(came) });

    public static SamlRefusedException KeyTooWeak(string key) => new(
        SamlReasons.KeyTooWeak,
        $"The identity provider's certificate has the key {key}. Give it a certificate with RSA of at least 2048 bits, or with ECDSA on "
        + "P-256 or P-384, and import its metadata again.",
        new Dictionary<string, string> { ["expected"] = "RSA >= 2048, P-256 or P-384", ["came"] = key });

    public static SamlRefusedException DigestMismatch(string element) => new(
        SamlReasons.DigestMismatch,
        $"The {element} is not what was signed: it was changed after it was signed.",
        new Dictionary<string, string> { ["element"] = element });

    public static SamlRefusedException Invalid(string algorithm, int certificates) => new(
        SamlReasons.SignatureInvalid,
        "The signature was not made with any of the identity provider's configured certificates. If it has a new certificate, import its "
        + "metadata again.",
        new Dictionary<string, string>
        {
            ["algorithm"] = algorithm,
            ["certificates"] = certificates.ToString(CultureInfo.InvariantCulture),
        });
}
