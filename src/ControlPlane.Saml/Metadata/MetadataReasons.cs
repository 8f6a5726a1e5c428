namespace ControlPlane.Saml.Metadata;

/// <summary>Why metadata is refused. Reasons are API: they are added and never renamed.</summary>
public static class MetadataReasons
{
    /// <summary>It is not metadata: not UTF-8, not well-formed, with a DTD, or another kind of document.</summary>
    public const string Malformed = "SAML_METADATA_MALFORMED";

    /// <summary>It has more bytes, levels, elements or attributes than are read.</summary>
    public const string TooLarge = "SAML_METADATA_TOO_LARGE";

    /// <summary>Its <c>validUntil</c> has passed.</summary>
    public const string Expired = "SAML_METADATA_EXPIRED";

    /// <summary>A signature is demanded, and it is missing or does not verify.</summary>
    public const string SignatureInvalid = "SAML_METADATA_SIGNATURE_INVALID";

    /// <summary>It describes no SAML 2.0 identity provider.</summary>
    public const string NoIdentityProvider = "SAML_METADATA_NO_IDENTITY_PROVIDER";

    /// <summary>An identity provider in it has no certificate to verify signatures with.</summary>
    public const string NoCertificate = "SAML_METADATA_NO_CERTIFICATE";
}
