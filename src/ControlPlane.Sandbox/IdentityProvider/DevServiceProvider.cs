using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>The service provider that responses are made for.</summary>
/// <param name="EntityId">Its entity id: the audience.</param>
/// <param name="AssertionConsumerService">Where responses are posted.</param>
/// <param name="EncryptionCertificate">Encrypts assertions for it; null to send them in the clear.</param>
public sealed record DevServiceProvider(string EntityId, Uri AssertionConsumerService, X509Certificate2? EncryptionCertificate = null)
{
    /// <summary>Where logout messages go; null when it cannot be told of a sign-out.</summary>
    public Uri? SingleLogoutService { get; init; }

    /// <summary>Whether logout messages go there by HTTP-POST instead of HTTP-Redirect.</summary>
    public bool LogoutByPost { get; init; }

    /// <summary>Verifies its logout messages, which then must be signed; null to take them unsigned.</summary>
    public X509Certificate2? SigningCertificate { get; init; }
}
