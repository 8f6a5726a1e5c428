using System.Collections.Frozen;
using ControlPlane.Saml;
using Microsoft.Extensions.Options;

namespace ControlPlane.IdentityProviders;

/// <summary>The identity providers that are trusted now. What it knows is refreshed in the background; reading never waits. Safe for use by
/// many threads.</summary>
public sealed class IdentityProviderRegistry
{
    readonly Lock _writing = new();
    readonly TimeProvider _time;
    readonly Lazy<FrozenDictionary<string, IdentityProviderEntry>> _byName;
    volatile FrozenDictionary<string, IdentityProviderEntry> _byEntityId = FrozenDictionary<string, IdentityProviderEntry>.Empty;

    /// <summary>Makes a registry that knows its options and nothing more, until the metadata is read.</summary>
    /// <param name="settings">The configured identity providers.</param>
    /// <param name="time">The clock that <c>validUntil</c> is held against.</param>
    public IdentityProviderRegistry(IOptions<IdentityProviderSettings> settings, TimeProvider time)
    {
        _time = time;
        // Not now: the host makes its services before it validates options, and all failures shall come at once.
        _byName = new(() => settings.Value.Providers.ToFrozenDictionary(
            x => x.Key, x => new IdentityProviderEntry(x.Key, x.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The identity providers that sign-ins are possible through now, by name.</summary>
    public IReadOnlyList<IdentityProvider> Usable
        => [.. _byName.Value.Values.Select(WhenUsable).OfType<IdentityProvider>().OrderBy(x => x.Name, StringComparer.Ordinal)];

    /// <summary>How each configured identity provider is doing, by name.</summary>
    public IReadOnlyList<IdentityProviderStatus> Status
        => [.. _byName.Value.Values.Select(x => x.Status(_time.GetUtcNow())).OrderBy(x => x.Name, StringComparer.Ordinal)];

    /// <summary>The configured names and options, usable or not.</summary>
    internal IEnumerable<IdentityProviderEntry> Entries => _byName.Value.Values;

    /// <summary>Finds a trusted identity provider by its entity id; null when none has it, or when its metadata was never read or is
    /// over.</summary>
    public IdentityProvider? Find(string entityId) => WhenUsable(_byEntityId.GetValueOrDefault(entityId));

    /// <summary>Finds a trusted identity provider by its short name, without regard to case; null when there is none, or when its metadata
    /// was never read or is over: <see cref="Status"/> tells which.</summary>
    public IdentityProvider? FindByName(string name) => WhenUsable(_byName.Value.GetValueOrDefault(name));

    /// <summary>The options of a configured identity provider, usable or not.</summary>
    /// <exception cref="Errors.RefusedException"><c>IDENTITY_PROVIDER_NOT_FOUND</c>.</exception>
    public IdentityProviderOptions Options(string name)
        => _byName.Value.GetValueOrDefault(name)?.Options ?? throw IdentityProviderErrors.NotFound(name);

    /// <summary>Trusts metadata from now on.</summary>
    /// <returns>Whether the certificates are others than before.</returns>
    /// <exception cref="SamlRefusedException">It describes another entity than before, or one that another name has.</exception>
    internal bool Accept(IdentityProviderEntry entry, LoadedMetadata metadata)
    {
        lock (_writing)
        {
            var entityId = metadata.Descriptor.EntityId;
            if (entry.Metadata is { } before && before.Descriptor.EntityId != entityId)
            {
                throw IdentityProviderErrors.EntityChanged(before.Descriptor.EntityId, entityId);
            }

            if (_byEntityId.TryGetValue(entityId, out var holder) && holder != entry)
            {
                throw IdentityProviderErrors.EntityTaken(entityId, holder.Name);
            }

            var isChanged = entry.Use(metadata);
            _byEntityId = _byName.Value.Values.Where(x => x.Metadata is not null)
                .ToFrozenDictionary(x => x.Metadata!.Descriptor.EntityId, StringComparer.Ordinal);
            return isChanged;
        }
    }

    IdentityProvider? WhenUsable(IdentityProviderEntry? entry)
        => entry?.Metadata is { } metadata && !metadata.IsOver(_time.GetUtcNow()) ? entry.Provider : null;
}
