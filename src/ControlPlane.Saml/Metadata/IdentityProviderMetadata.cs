namespace ControlPlane.Saml.Metadata;

/// <summary>Reads the metadata of identity providers (SAMLMeta): an <c>EntityDescriptor</c>, or an <c>EntitiesDescriptor</c> with several.
/// The document is at most 4 MiB of UTF-8, 32 levels deep and 50,000 elements; a DTD is refused; nothing that it names is fetched.</summary>
public static class IdentityProviderMetadata
{
    /// <summary>The largest document that is read, in bytes: 4 MiB.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    /// <summary>Reads every SAML 2.0 identity provider of a document, in its order.</summary>
    /// <param name="document">The document as it came.</param>
    /// <param name="now">The moment that <c>validUntil</c> is held against.</param>
    /// <exception cref="SamlRefusedException">One of <see cref="MetadataReasons"/>; the message says what is wrong and where.</exception>
    public static IReadOnlyList<IdentityProviderDescriptor> Read(ReadOnlyMemory<byte> document, DateTimeOffset now)
    {
        if (document.Length > MaximumBytes)
        {
            throw MetadataErrors.TooLarge($"it has {document.Length} bytes and {MaximumBytes} are the most");
        }

        return MetadataWalk.IdentityProviders(MetadataXml.Parse(document.Span), now);
    }
}
