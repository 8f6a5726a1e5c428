using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Saml;

/// <summary>This service provider: who we are towards identity providers.</summary>
public sealed record ServiceProvider
{
    /// <summary>Our entity id: the audience that assertions must name.</summary>
    public required string EntityId { get; init; }

    /// <summary>Our Assertion Consumer Service, compared exactly with <c>Destination</c> and <c>Recipient</c>.</summary>
    public required Uri AssertionConsumerService { get; init; }

    /// <summary>Our SingleLogoutService, for requests and responses by HTTP-Redirect and HTTP-POST alike, compared exactly with
    /// <c>Destination</c>; null when single logout is not offered. Our metadata names it when it is set.</summary>
    public Uri? SingleLogoutService { get; init; }

    /// <summary>Keys that decrypt assertions, the current one first; empty when encryption is not used. Each has its private key.</summary>
    public IReadOnlyList<X509Certificate2> DecryptionCertificates { get; init; } = [];

    /// <summary>The key that signs our AuthnRequests and logout messages; null when they are not signed.</summary>
    public X509Certificate2? SigningCertificate { get; init; }
}
