using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>The service provider that responses are made for.</summary>
/// <param name="EntityId">Its entity id: the audience.</param>
/// <param name="AssertionConsumerService">Where responses are posted.</param>
/// <param name="EncryptionCertificate">Encrypts assertions for it; null to send them in the clear.</param>
public sealed record DevServiceProvider(string EntityId, Uri AssertionConsumerService, X509Certificate2? EncryptionCertificate = null);
