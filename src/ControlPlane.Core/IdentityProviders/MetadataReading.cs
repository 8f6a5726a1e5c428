using System.Security.Cryptography.X509Certificates;
using ControlPlane.Saml.Metadata;

namespace ControlPlane.IdentityProviders;

/// <summary>From the bytes of a document to the one identity provider that the options mean.</summary>
static class MetadataReading
{
    public static IdentityProviderDescriptor ReadFile(IdentityProviderOptions options, DateTimeOffset now)
    {
        // One byte more than is allowed tells that it is too large, without reading the rest.
        using var file = File.OpenRead(options.Metadata);
        var document = new byte[IdentityProviderMetadata.MaximumBytes + 1];
        return Read(document.AsSpan(0, file.ReadAtLeast(document, document.Length, throwOnEndOfStream: false)), options, now);
    }

    public static IdentityProviderDescriptor Read(ReadOnlySpan<byte> document, IdentityProviderOptions options, DateTimeOffset now)
    {
        using var signedBy = LoadSigningCertificate(options);
        return Choose(IdentityProviderMetadata.Read(document, signedBy, now), options.EntityId);
    }

    public static X509Certificate2? LoadSigningCertificate(IdentityProviderOptions options)
        => options.MetadataSigningCertificate is { } path ? X509CertificateLoader.LoadCertificateFromFile(path) : null;

    static IdentityProviderDescriptor Choose(IReadOnlyList<IdentityProviderDescriptor> found, string? entityId) => entityId is null
        ? found is [var only] ? only : throw IdentityProviderErrors.Ambiguous(found)
        : found.FirstOrDefault(x => x.EntityId == entityId) ?? throw IdentityProviderErrors.EntityMissing(entityId, found);
}
