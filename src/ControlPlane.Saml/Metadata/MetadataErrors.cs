namespace ControlPlane.Saml.Metadata;

static class MetadataErrors
{
    public static SamlRefusedException TooLarge(string why)
        => new(MetadataReasons.TooLarge, $"The metadata is too large: {why}. Give the metadata of the one identity provider, not of a federation.");

    public static SamlRefusedException Malformed(string why) => new(MetadataReasons.Malformed, $"The metadata cannot be read: {why}.");

    public static SamlRefusedException Expired(string entityId, DateTimeOffset validUntil) => new(
        MetadataReasons.Expired,
        $"The metadata of '{entityId}' was valid until {validUntil.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}. Take a new copy from the identity provider.",
        new Dictionary<string, string> { ["entity_id"] = entityId, ["valid_until"] = validUntil.UtcDateTime.ToString("O") });

    public static SamlRefusedException SignatureMissing(string why) => new(
        MetadataReasons.SignatureInvalid,
        $"A certificate is configured for the metadata's signature, but {why}. Remove the certificate or take signed metadata.");

    public static SamlRefusedException SignatureInvalid(SamlRefusedException why) => new(
        MetadataReasons.SignatureInvalid,
        $"The metadata is not signed by the configured certificate ({why.Reason}): {why.Message}",
        new Dictionary<string, string>(why.Facts) { ["cause"] = why.Reason });

    public static SamlRefusedException NoIdentityProvider(string root) => new(
        MetadataReasons.NoIdentityProvider,
        $"The metadata ({root}) describes no SAML 2.0 identity provider: it needs an IDPSSODescriptor whose protocolSupportEnumeration names "
        + $"{MetadataNames.Saml2Protocol}. Check that it is not the metadata of a service provider.");

    public static SamlRefusedException NoCertificate(string entityId, IReadOnlyList<string> warnings) => new(
        MetadataReasons.NoCertificate,
        $"The metadata of '{entityId}' has no certificate that its signatures can be verified with. "
        + (warnings.Count > 0 ? string.Join(' ', warnings) : "It needs a KeyDescriptor for signing with an X509Certificate."),
        new Dictionary<string, string> { ["entity_id"] = entityId });
}
