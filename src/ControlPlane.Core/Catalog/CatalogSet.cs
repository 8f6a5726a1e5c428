using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlPlane.Store;

namespace ControlPlane.Catalog;

/// <summary>Reads and writes one kind of catalog document.</summary>
sealed class CatalogSet<T>(IStore store, JsonTypeInfo<T> type)
    where T : class
{
    public async Task<T?> FindAsync(string key, CancellationToken ct)
        => await store.FindAsync(key, ct) is { } found ? Read(found) : null;

    public async Task<IReadOnlyList<T>> FindManyAsync(IReadOnlyCollection<string> keys, CancellationToken ct)
        => [.. (await store.FindManyAsync(keys, ct)).Select(Read)];

    public async Task<IReadOnlyList<T>> ListAsync(string prefix, string? after, int limit, CancellationToken ct)
        => [.. (await store.ListAsync(prefix, after, limit, ct)).Select(Read)];

    public async Task PutAsync(string key, T document, CancellationToken ct)
        => await store.TryWriteAsync([Write(key, document)], ct);

    public StoreWrite Write(string key, T document) => new(key, JsonSerializer.SerializeToUtf8Bytes(document, type));

    T Read(StoredDocument document)
        => JsonSerializer.Deserialize(document.Value.Span, type) ?? throw new JsonException($"The document '{document.Key}' is null.");
}
