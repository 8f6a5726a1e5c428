namespace ControlPlane.Server.Options;

/// <summary>Who we are towards identity providers: section <c>Saml</c>.</summary>
sealed class SamlOptions
{
    /// <summary>Our entity id, the audience of assertions; <c>Server:PublicUrl</c> and <c>/saml/metadata</c> unless set.</summary>
    public string? EntityId { get; set; }

    /// <summary>The certificate that signs our AuthnRequests and metadata; they are not signed unless set.</summary>
    public CertificateFile? SigningCertificate { get; set; }

    /// <summary>The certificates that decrypt assertions, the current one first; none unless set.</summary>
    public IList<CertificateFile> DecryptionCertificates { get; } = [];
}
