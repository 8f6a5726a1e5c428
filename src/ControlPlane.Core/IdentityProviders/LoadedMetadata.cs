using ControlPlane.Saml.Metadata;

namespace ControlPlane.IdentityProviders;

/// <summary>Metadata that was read and believed.</summary>
/// <param name="Descriptor">What it says.</param>
/// <param name="ReadAt">When it was read from its source.</param>
/// <param name="IsFromStore">Whether it came out of the store since.</param>
sealed record LoadedMetadata(IdentityProviderDescriptor Descriptor, DateTimeOffset ReadAt, bool IsFromStore)
{
    public bool IsOver(DateTimeOffset now) => Descriptor.ValidUntil is { } until && until <= now;
}
