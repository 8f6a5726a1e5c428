namespace ControlPlane.Saml.Bindings;

/// <summary>Why an AuthnRequest cannot be made. Reasons are API: they are added and never renamed.</summary>
public static class AuthnRequestReasons
{
    /// <summary>The identity provider has no endpoint for the wanted binding, or for any that we speak.</summary>
    public const string EndpointMissing = "SAML_SSO_ENDPOINT_MISSING";

    /// <summary>The identity provider wants AuthnRequests signed and we have no key to sign with.</summary>
    public const string SigningCertificateMissing = "SAML_SIGNING_CERTIFICATE_MISSING";
}
