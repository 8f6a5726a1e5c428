using System.Security.Cryptography;
using ControlPlane.Saml;

namespace ControlPlane.IdentityProviders;

/// <summary>One configured identity provider and the metadata that is in use for it.</summary>
sealed class IdentityProviderEntry(string name, IdentityProviderOptions options)
{
    readonly TrustRules _rules = options.ToTrustRules();
    volatile Current? _current;
    volatile Attempt? _attempt;

    public string Name => name;

    public IdentityProviderOptions Options => options;

    public LoadedMetadata? Metadata => _current?.Metadata;

    public IdentityProvider? Provider => _current?.Provider;

    /// <summary>Whether the last attempt to read the source failed.</summary>
    public bool IsFailing => _attempt is { Problem: not null };

    /// <returns>Whether the certificates are others than before.</returns>
    public bool Use(LoadedMetadata metadata)
    {
        var before = _current?.Provider.SigningCertificates.Select(x => x.Thumbprint).ToHashSet();
        _current = new(metadata, metadata.Descriptor.ToIdentityProvider(name, _rules));
        return before?.SetEquals(metadata.Descriptor.SigningCertificates.Select(x => x.Thumbprint)) != true;
    }

    public void NoteAttempt(DateTimeOffset at, MetadataProblem? problem) => _attempt = new(at, problem);

    public IdentityProviderStatus Status(DateTimeOffset now)
    {
        var (current, attempt) = (_current, _attempt);
        var descriptor = current?.Metadata.Descriptor;
        return new()
        {
            Name = name,
            Source = MetadataSource.Shown(options.Metadata),
            IsUsable = current?.Metadata.IsOver(now) == false,
            EntityId = descriptor?.EntityId,
            LastRefresh = current?.Metadata.ReadAt,
            Age = now - current?.Metadata.ReadAt,
            IsFromStore = current?.Metadata.IsFromStore ?? false,
            LastAttempt = attempt?.At,
            Error = attempt?.Problem?.Message,
            ErrorReason = attempt?.Problem?.Reason,
            ValidUntil = descriptor?.ValidUntil,
            Certificates = [.. (descriptor?.SigningCertificates ?? []).Select(x =>
                new TrustedCertificate(x.Subject, x.GetCertHashString(HashAlgorithmName.SHA256), new(x.NotAfter.ToUniversalTime())))],
            Warnings = descriptor?.Warnings ?? [],
        };
    }

    sealed record Current(LoadedMetadata Metadata, IdentityProvider Provider);

    sealed record Attempt(DateTimeOffset At, MetadataProblem? Problem);
}
