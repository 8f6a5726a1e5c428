namespace ControlPlane.Saml;

/// <summary>Every reason for which a SAML message is refused. Reasons are API: they are added and never renamed.</summary>
public static class SamlReasons
{
    /// <summary>The signature is missing, does not verify, or is not where it must be.</summary>
    public const string SignatureInvalid = "SAML_SIGNATURE_INVALID";

    /// <summary>No configured identity provider has the issuer's entity id.</summary>
    public const string IssuerUnknown = "SAML_ISSUER_UNKNOWN";

    /// <summary>The assertion was made for another service provider.</summary>
    public const string AudienceMismatch = "SAML_AUDIENCE_MISMATCH";

    /// <summary>The assertion's time is over.</summary>
    public const string Expired = "SAML_EXPIRED";
}
