using System.ComponentModel.DataAnnotations;

namespace ControlPlane.IdentityProviders;

/// <summary>The identity providers that are trusted: section <c>IdentityProviders</c>, one entry for each by its short name.</summary>
public sealed class IdentityProviderOptions
{
    /// <summary>The identity provider's metadata: a file path or an https URL. Required.</summary>
    [Required]
    public string Metadata { get; set; } = "";

    /// <summary>Which entity of the metadata is meant; it may be left out when the metadata holds one identity provider only. When it is
    /// set, metadata that names another is refused.</summary>
    public string? EntityId { get; set; }

    /// <summary>A file with the PEM certificate that signs the metadata; without it the metadata's signature is not looked at.</summary>
    public string? MetadataSigningCertificate { get; set; }

    /// <summary>How often metadata is read again; 1 minute to 7 days, 1 hour unless set; sooner when the metadata's own
    /// <c>cacheDuration</c> is shorter. The last good one stays in use until its <c>validUntil</c>.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan MetadataRefresh { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The attribute with the user's immutable id; <c>ssouserid</c> unless set. The value <c>NameID</c> takes the subject.</summary>
    [Required]
    public string UserAttribute { get; set; } = "ssouserid";

    /// <summary>The attribute with the wanted team; <c>teamid</c> unless set. It may be absent from an assertion.</summary>
    public string TeamAttribute { get; set; } = "teamid";

    /// <summary>The attribute with the user's groups; <c>groups</c> unless set. It may have many values.</summary>
    public string GroupAttribute { get; set; } = "groups";

    /// <summary>Further attributes that may have several values, by name. The group attribute and those that
    /// <see cref="MultiFactorEvidence"/> names always may; any other that arrives with more than one value is refused.</summary>
    public IList<string> MultiValuedAttributes { get; } = [];

    /// <summary>Attributes or authentication contexts that prove more than one factor: <c>attribute=value</c>, or the URI of an
    /// authentication context class.</summary>
    public IList<string> MultiFactorEvidence { get; } = [];

    /// <summary>Whether it may speak for users whose record pins no identity provider. True unless set, which is refused at start when
    /// several identity providers are configured and one does not say.</summary>
    public bool? SpeaksForAllUsers { get; set; }

    /// <summary>Whether a user without a record may sign in when one of the assertion's groups is entitled. False unless set.</summary>
    public bool AcceptUnknownUsers { get; set; }

    /// <summary>Accept responses that answer no request of ours. True unless set.</summary>
    public bool AllowIdpInitiated { get; set; } = true;

    /// <summary>Accept SHA-1 signatures. False unless set.</summary>
    public bool AllowSha1 { get; set; }

    /// <summary>Accept AES-CBC encryption. False unless set.</summary>
    public bool AllowAesCbc { get; set; }

    /// <summary>Refuse assertions that arrive unencrypted. False unless set.</summary>
    public bool RequireEncryption { get; set; }

    /// <summary>Tolerated difference between the clocks, 0 to 5 minutes; 60 seconds unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The oldest authentication that is accepted, 1 minute to 7 days; 12 hours unless set.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan MaximumAuthenticationAge { get; set; } = TimeSpan.FromHours(12);

    /// <summary>The ARN of an IAM SAML provider: set with <see cref="StsRole"/>, STS validates each assertion as well.</summary>
    public string? StsSamlProvider { get; set; }

    /// <summary>The ARN of the role that the assertion names together with <see cref="StsSamlProvider"/>.</summary>
    public string? StsRole { get; set; }
}
