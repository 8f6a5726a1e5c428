namespace ControlPlane.IdentityProviders;

/// <summary>How an identity provider's metadata is doing, for operators.</summary>
public sealed record IdentityProviderStatus
{
    /// <summary>Its short name.</summary>
    public required string Name { get; init; }

    /// <summary>Where its metadata comes from: a file, or an address without its query.</summary>
    public required string Source { get; init; }

    /// <summary>Whether sign-ins through it are possible now.</summary>
    public required bool IsUsable { get; init; }

    /// <summary>Its entity id; null while no metadata was ever read.</summary>
    public string? EntityId { get; init; }

    /// <summary>When the metadata in use was read from its source; null while none was.</summary>
    public DateTimeOffset? LastRefresh { get; init; }

    /// <summary>How old the metadata in use is; null while there is none.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Whether the metadata in use is the copy that the store kept from before the last start.</summary>
    public bool IsFromStore { get; init; }

    /// <summary>When the source was tried last; null before the first time.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>Why the last attempt failed, for the administrator; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The reason code of <see cref="Error"/>; null when the last attempt did not fail.</summary>
    public string? ErrorReason { get; init; }

    /// <summary>When the metadata in use ends; null for never.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The certificates that are trusted now, in the metadata's order.</summary>
    public IReadOnlyList<TrustedCertificate> Certificates { get; init; } = [];

    /// <summary>What was left out of the metadata and why.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>A certificate that an identity provider may sign with.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Thumbprint">The SHA-256 of the certificate in hexadecimal.</param>
/// <param name="Expires">When it ends. It stays trusted as long as the metadata has it; the date tells when a roll-over is due.</param>
public sealed record TrustedCertificate(string Subject, string Thumbprint, DateTimeOffset Expires);
