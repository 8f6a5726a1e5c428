using System.Security.Cryptography.X509Certificates;
using ControlPlane.Saml.Logout;

namespace ControlPlane.Saml.Metadata;

/// <summary>What metadata says about one identity provider (SAMLMeta 2.4.3).</summary>
public sealed record IdentityProviderDescriptor
{
    /// <summary>Its entity id.</summary>
    public required string EntityId { get; init; }

    /// <summary>The certificates it may sign with, in document order, each once; at least one. A certificate's own dates are not looked at:
    /// metadata vouches for the key (SAML Metadata Interoperability Profile 2.5).</summary>
    public required IReadOnlyList<X509Certificate2> SigningCertificates { get; init; }

    /// <summary>Where AuthnRequests go by HTTP-Redirect; null when it names no such endpoint.</summary>
    public Uri? SingleSignOnRedirect { get; init; }

    /// <summary>Where AuthnRequests go by HTTP-POST; null when it names no such endpoint.</summary>
    public Uri? SingleSignOnPost { get; init; }

    /// <summary>Where logout messages go by HTTP-Redirect; null when it names no such endpoint.</summary>
    public LogoutEndpoint? SingleLogoutRedirect { get; init; }

    /// <summary>Where logout messages go by HTTP-POST; null when it names no such endpoint.</summary>
    public LogoutEndpoint? SingleLogoutPost { get; init; }

    /// <summary>Whether it wants AuthnRequests signed.</summary>
    public bool WantsSignedRequests { get; init; }

    /// <summary>From when on the metadata may not be used any more: the earliest <c>validUntil</c> on the way to the descriptor; null for
    /// never.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>How long the metadata may be kept before it is read again: the shortest <c>cacheDuration</c> on the way to the
    /// descriptor; null when it does not say.</summary>
    public TimeSpan? CacheDuration { get; init; }

    /// <summary>What was left out and why, such as a key that is too short or an endpoint without TLS. Sentences for the administrator.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Makes the trusted identity provider that this describes.</summary>
    /// <param name="name">Its short name in the configuration.</param>
    /// <param name="rules">What the operator allows it.</param>
    public IdentityProvider ToIdentityProvider(string name, TrustRules rules) => new()
    {
        Name = name,
        EntityId = EntityId,
        SigningCertificates = SigningCertificates,
        SingleSignOnRedirect = SingleSignOnRedirect,
        SingleSignOnPost = SingleSignOnPost,
        SingleLogoutRedirect = SingleLogoutRedirect,
        SingleLogoutPost = SingleLogoutPost,
        WantsSignedRequests = WantsSignedRequests,
        Rules = rules,
    };
}
