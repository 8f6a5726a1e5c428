using System.Xml.Linq;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>The names of SAML 2.0 that the development identity provider uses.</summary>
static class SamlNames
{
    public static readonly XNamespace Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
    public static readonly XNamespace Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";
    public static readonly XNamespace Metadata = "urn:oasis:names:tc:SAML:2.0:metadata";
    public static readonly XNamespace Signature = "http://www.w3.org/2000/09/xmldsig#";
    public static readonly XNamespace Encryption = "http://www.w3.org/2001/04/xmlenc#";

    public const string RedirectBinding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    public const string PostBinding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
    public const string EmailFormat = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    public const string PasswordContext = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
    public const string MultiFactorContext = "https://refeds.org/profile/mfa";
}
