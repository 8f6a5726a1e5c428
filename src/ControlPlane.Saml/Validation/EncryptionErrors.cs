namespace ControlPlane.Saml.Validation;

/// <summary>All for which an encrypted assertion is refused.</summary>
static class EncryptionErrors
{
    public static SamlRefusedException Required() => new(
        SamlReasons.EncryptionRequired,
        "The assertion arrived unencrypted, and this identity provider must encrypt. Turn on assertion encryption at the identity provider "
        + "with our current certificate, or unset RequireEncryption in its options.");

    public static SamlRefusedException Forbidden(string what, string? came) => new(
        SamlReasons.EncryptionForbidden,
        $"The {what} '{Shown.From(came)}' is not accepted. Configure the identity provider to encrypt with AES-128-GCM or AES-256-GCM and "
        + "RSA-OAEP. AES-CBC needs AllowAesCbc in its options; RSA 1.5 is never accepted.",
        new Dictionary<string, string> { ["came"] = Shown.From(came) });

    public static SamlRefusedException Malformed(string what) => new(
        SamlReasons.EncryptionMalformed,
        $"The encrypted assertion does not have the form of SAML 2.0 and XML Encryption: {what}.",
        new Dictionary<string, string> { ["what"] = what });

    public static SamlRefusedException KeyMissing() => new(
        SamlReasons.DecryptionKeyMissing,
        "The assertion is encrypted, and no decryption certificate with an RSA key is configured. Configure one, or turn off assertion "
        + "encryption at the identity provider.");

    // One answer for every cause: which step failed is what an attacker with a stolen ciphertext would ask for.
    public static SamlRefusedException Failed() => new(
        SamlReasons.DecryptionFailed,
        "The assertion could not be decrypted. Give the identity provider our current encryption certificate; it is in our metadata.");

    /// <summary>Whether a refusal could come from what AES-CBC was decrypted to, and so must not be told.</summary>
    public static bool TellsOfPlainText(SamlRefusedException refusal, TrustRules rules)
        => rules.AllowAesCbc
            && refusal.Reason is not (SamlReasons.EncryptionForbidden or SamlReasons.EncryptionMalformed or SamlReasons.DecryptionKeyMissing);
}
