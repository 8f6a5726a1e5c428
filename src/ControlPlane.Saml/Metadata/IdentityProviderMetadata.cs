using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Saml.Metadata;

/// <summary>Reads the metadata of identity providers (SAMLMeta): an <c>EntityDescriptor</c>, or an <c>EntitiesDescriptor</c> with several.
/// The document is at most 4 MiB of UTF-8, 32 levels deep and 50,000 elements; a DTD is refused; nothing that it names is fetched.</summary>
public static class IdentityProviderMetadata
{
    /// <summary>The largest document that is read, in bytes: 4 MiB.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    /// <summary>Reads every SAML 2.0 identity provider of a document, in its order.</summary>
    /// <param name="document">The document as it came.</param>
    /// <param name="signedBy">The certificate that must have signed the document element; null when the signature is not looked at. With
    /// it, nothing but the bytes that the signature covers is read, and the document is at most 256 KiB without comments.</param>
    /// <param name="now">The moment that <c>validUntil</c> is held against.</param>
    /// <exception cref="SamlRefusedException">One of <see cref="MetadataReasons"/>; the message says what is wrong and where.</exception>
    public static IReadOnlyList<IdentityProviderDescriptor> Read(
        ReadOnlySpan<byte> document, X509Certificate2? signedBy, DateTimeOffset now)
    {
        if (document.Length > MaximumBytes)
        {
            throw MetadataErrors.TooLarge($"it has {document.Length} bytes and {MaximumBytes} are the most");
        }

        var trusted = signedBy is null ? document : MetadataSignature.Verify(document, signedBy);
        return MetadataWalk.IdentityProviders(MetadataXml.Parse(trusted), now);
    }
}
