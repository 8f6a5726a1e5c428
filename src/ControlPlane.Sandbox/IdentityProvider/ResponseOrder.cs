using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>What one SAML response shall say. Tests change a single thing of a good one.</summary>
public sealed record ResponseOrder
{
    /// <summary>The issuer's entity id.</summary>
    public required string Issuer { get; init; }

    /// <summary>The subject: the mail address, as the seed has it.</summary>
    public required string Subject { get; init; }

    /// <summary>The attributes in order, each with its values.</summary>
    public required IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Attributes { get; init; }

    /// <summary>The audience.</summary>
    public required string Audience { get; init; }

    /// <summary>The ACS: <c>Destination</c> and <c>Recipient</c>.</summary>
    public required Uri Recipient { get; init; }

    /// <summary>The request that it answers; null when the portal began the sign-in.</summary>
    public string? InResponseTo { get; init; }

    /// <summary>The moment that it is made.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>How long it is valid; 5 minutes unless set. It is valid a minute before it is made too.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the session lasts at the most (<c>SessionNotOnOrAfter</c>); null to set no bound, as Okta does by default.</summary>
    public TimeSpan? SessionLength { get; init; }

    /// <summary>When the person proved who they are; <see cref="IssuedAt"/> unless set.</summary>
    public DateTimeOffset? AuthnInstant { get; init; }

    /// <summary>The name of the session (<c>SessionIndex</c>); the assertion's id unless set.</summary>
    public string? SessionIndex { get; init; }

    /// <summary>How the person proved who they are.</summary>
    public string AuthnContextClass { get; init; } = SamlNames.PasswordContext;

    /// <summary>What is signed.</summary>
    public SignedParts SignedParts { get; init; } = SignedParts.Assertion;

    /// <summary>The certificate that the assertion is encrypted for; null to send it in the clear.</summary>
    public X509Certificate2? EncryptFor { get; init; }

    /// <summary>The assertion's id; a new one unless set.</summary>
    public string AssertionId { get; init; } = SamlXml.NewId();
}
