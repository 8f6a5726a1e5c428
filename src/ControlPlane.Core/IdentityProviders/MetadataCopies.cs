using System.Security.Cryptography;
using System.Text.Json;
using ControlPlane.Errors;
using ControlPlane.Store;
using Microsoft.Extensions.Logging;

namespace ControlPlane.IdentityProviders;

/// <summary>Keeps the last good metadata in the store under <c>identity-providers/{name}</c>, so that a start while an identity provider is
/// down goes on with what was known.</summary>
sealed partial class MetadataCopies(Func<IStore> store, ILogger<MetadataCopies> logger)
{
    public async Task<LoadedMetadata?> FindAsync(IdentityProviderEntry entry, CancellationToken ct)
    {
        try
        {
            var document = await store().FindAsync(Key(entry), ct);
            var copy = document is null ? null : JsonSerializer.Deserialize(document.Value.Span, MetadataCopyJson.Default.MetadataCopy);
            return copy?.WasReadUnder(entry.Options) == true ? copy.ToMetadata() : null;
        }
        catch (Exception e) when (e is RefusedException or JsonException or IOException or CryptographicException)
        {
            // Then it is as if there were no copy: the identity provider stays unusable until its metadata is read.
            LogNotFound(e, entry.Name);
            return null;
        }
    }

    public async Task SaveAsync(IdentityProviderEntry entry, LoadedMetadata metadata, CancellationToken ct)
    {
        try
        {
            var copy = MetadataCopy.Of(metadata, entry.Options);
            var value = JsonSerializer.SerializeToUtf8Bytes(copy, MetadataCopyJson.Default.MetadataCopy);
            await store().TryWriteAsync([new(Key(entry), value)], ct);
        }
        catch (Exception e) when (e is RefusedException or IOException or CryptographicException)
        {
            // The metadata is in use all the same; the next refresh tries to keep it again.
            LogNotSaved(e, entry.Name);
        }
    }

    static string Key(IdentityProviderEntry entry) => $"identity-providers/{entry.Name.ToLowerInvariant()}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stored metadata of identity provider {IdentityProvider} cannot be used")]
    partial void LogNotFound(Exception e, string identityProvider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The metadata of identity provider {IdentityProvider} could not be kept in the store")]
    partial void LogNotSaved(Exception e, string identityProvider);
}
