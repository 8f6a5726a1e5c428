using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Saml;

/// <summary>This service provider: who we are towards identity providers.</summary>
public sealed record ServiceProvider
{
    /// <summary>Our entity id: the audience that assertions must name.</summary>
    public required string EntityId { get; init; }

    /// <summary>Our Assertion Consumer Service, compared exactly with <c>Destination</c> and <c>Recipient</c>.</summary>
    public required Uri AssertionConsumerService { get; init; }

    /// <summary>Keys that decrypt assertions, the current one first; empty when encryption is not used. Each has its private key.</summary>
    public IReadOnlyList<X509Certificate2> DecryptionCertificates { get; init; } = [];

    /// <summary>The key that signs our AuthnRequests; null when they are not signed.</summary>
    public X509Certificate2? SigningCertificate { get; init; }
}
