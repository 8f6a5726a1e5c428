using System.Security.Cryptography.X509Certificates;
using ControlPlane.Saml.Logout;

namespace ControlPlane.Saml;

/// <summary>An identity provider that is trusted: what its metadata says and what the operator allows it.</summary>
public sealed record IdentityProvider
{
    /// <summary>Its short name in the configuration, used in paths (<c>/saml/login/{name}</c>), audit events and metrics.</summary>
    public required string Name { get; init; }

    /// <summary>Its entity id, the <c>Issuer</c> of its assertions.</summary>
    public required string EntityId { get; init; }

    /// <summary>The certificates it may sign with; several while keys roll over. Nothing else is trusted, whatever KeyInfo says.</summary>
    public required IReadOnlyList<X509Certificate2> SigningCertificates { get; init; }

    /// <summary>Where AuthnRequests go by HTTP-Redirect; null when it has no such endpoint.</summary>
    public Uri? SingleSignOnRedirect { get; init; }

    /// <summary>Where AuthnRequests go by HTTP-POST; null when it has no such endpoint.</summary>
    public Uri? SingleSignOnPost { get; init; }

    /// <summary>Where logout messages go by HTTP-Redirect; null when it has no such endpoint.</summary>
    public LogoutEndpoint? SingleLogoutRedirect { get; init; }

    /// <summary>Where logout messages go by HTTP-POST; null when it has no such endpoint.</summary>
    public LogoutEndpoint? SingleLogoutPost { get; init; }

    /// <summary>Whether it wants AuthnRequests signed (metadata's <c>WantAuthnRequestsSigned</c>).</summary>
    public bool WantsSignedRequests { get; init; }

    /// <summary>What the operator allows it beyond or below the strict defaults.</summary>
    public TrustRules Rules { get; init; } = new();
}

/// <summary>What the operator allows an identity provider. The defaults are the strict ones.</summary>
public sealed record TrustRules
{
    /// <summary>Accept responses that answer no request of ours. True unless set: the seed's portal works this way.</summary>
    public bool AllowIdpInitiated { get; init; } = true;

    /// <summary>Accept RSA with SHA-1 and SHA-1 digests. False unless set by name.</summary>
    public bool AllowSha1 { get; init; }

    /// <summary>Accept AES-CBC encryption, which has no authentication of its own. False unless set by name.</summary>
    public bool AllowAesCbc { get; init; }

    /// <summary>Refuse assertions that arrive unencrypted. False unless set.</summary>
    public bool RequireEncryption { get; init; }

    /// <summary>Tolerated difference between the clocks, 0 to 5 minutes; 60 seconds unless set.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The oldest authentication that is accepted (<c>AuthnInstant</c>); 12 hours unless set.</summary>
    public TimeSpan MaximumAuthenticationAge { get; init; } = TimeSpan.FromHours(12);

    /// <summary>The names of attributes that may have several values. Every other attribute that arrives with more than one value
    /// is refused.</summary>
    public IReadOnlySet<string> MultiValuedAttributes { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
