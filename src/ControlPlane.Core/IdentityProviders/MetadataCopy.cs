using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using ControlPlane.Saml.Logout;

namespace ControlPlane.IdentityProviders;

/// <summary>The last good metadata as the store keeps it: what was understood, not the document, so that it is small and can be read.</summary>
sealed record MetadataCopy
{
    /// <summary>The options that it was read under. A copy that was read under others proves nothing.</summary>
    public required string Source { get; init; }

    /// <inheritdoc cref="Source"/>
    public string? MetadataSigningCertificate { get; init; }

    public required string EntityId { get; init; }

    public required IReadOnlyList<byte[]> SigningCertificates { get; init; }

    public Uri? SingleSignOnRedirect { get; init; }

    public Uri? SingleSignOnPost { get; init; }

    public LogoutEndpoint? SingleLogoutRedirect { get; init; }

    public LogoutEndpoint? SingleLogoutPost { get; init; }

    public bool WantsSignedRequests { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    public TimeSpan? CacheDuration { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public required DateTimeOffset ReadAt { get; init; }

    public static MetadataCopy Of(LoadedMetadata metadata, IdentityProviderOptions options) => new()
    {
        Source = options.Metadata,
        MetadataSigningCertificate = Fingerprint(options),
        EntityId = metadata.Descriptor.EntityId,
        SigningCertificates = [.. metadata.Descriptor.SigningCertificates.Select(x => x.RawData)],
        SingleSignOnRedirect = metadata.Descriptor.SingleSignOnRedirect,
        SingleSignOnPost = metadata.Descriptor.SingleSignOnPost,
        SingleLogoutRedirect = metadata.Descriptor.SingleLogoutRedirect,
        SingleLogoutPost = metadata.Descriptor.SingleLogoutPost,
        WantsSignedRequests = metadata.Descriptor.WantsSignedRequests,
        ValidUntil = metadata.Descriptor.ValidUntil,
        CacheDuration = metadata.Descriptor.CacheDuration,
        Warnings = metadata.Descriptor.Warnings,
        ReadAt = metadata.ReadAt,
    };

    public bool WasReadUnder(IdentityProviderOptions options)
        => Source == options.Metadata
            && MetadataSigningCertificate == Fingerprint(options)
            && (options.EntityId is null || options.EntityId == EntityId);

    public LoadedMetadata ToMetadata() => new(
        new()
        {
            EntityId = EntityId,
            SigningCertificates = [.. SigningCertificates.Select(X509CertificateLoader.LoadCertificate)],
            SingleSignOnRedirect = SingleSignOnRedirect,
            SingleSignOnPost = SingleSignOnPost,
            SingleLogoutRedirect = SingleLogoutRedirect,
            SingleLogoutPost = SingleLogoutPost,
            WantsSignedRequests = WantsSignedRequests,
            ValidUntil = ValidUntil,
            CacheDuration = CacheDuration,
            Warnings = Warnings,
        },
        ReadAt,
        IsFromStore: true);

    static string? Fingerprint(IdentityProviderOptions options)
    {
        using var certificate = MetadataReading.LoadSigningCertificate(options);
        return certificate?.GetCertHashString(HashAlgorithmName.SHA256);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MetadataCopy))]
sealed partial class MetadataCopyJson : JsonSerializerContext;
