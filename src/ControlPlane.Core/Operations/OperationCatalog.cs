using System.Text.Json;
using ControlPlane.Requests;
using ControlPlane.Store;

namespace ControlPlane.Operations;

/// <summary>The operations. One that ended is kept for a week; those that have not are also found under a key of their own, so that
/// nobody reads all of them to find the few.</summary>
/// <param name="store">Where they are.</param>
/// <param name="requests">The requests that were answered.</param>
public sealed class OperationCatalog(IStore store, RequestLog requests)
{
    /// <summary>How long an operation is kept after its end.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    const string All = "operations/";
    const string Open = "operations-open/";

    /// <summary>Reads an operation; null when there is none.</summary>
    public async Task<Operation?> FindAsync(OperationId id, CancellationToken ct)
        => await store.FindAsync(All + id.Key, ct) is { } found ? Read(found) : null;

    /// <summary>Reads operations, the newest first.</summary>
    /// <param name="after">Only those that are older than this one; null from the newest.</param>
    /// <param name="limit">At most this many, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<Operation>> ListAsync(OperationId? after, int limit, CancellationToken ct)
        => [.. (await store.ListAsync(All, after is { } id ? All + id.Key : null, limit, ct)).Select(Read)];

    /// <summary>Asks an operation to stop.</summary>
    /// <returns>The operation as it is then; null when there is none.</returns>
    public Task<Operation?> CancelAsync(OperationId id, CancellationToken ct)
        => ChangeAsync(id, o => o.Done || o.Cancelling ? null : o with { Cancelling = true }, ct);

    /// <summary>The ids of some operations that have not ended, the newest first.</summary>
    internal async Task<IReadOnlyList<string>> ListOpenKeysAsync(string? after, CancellationToken ct)
        => [.. (await store.ListAsync(Open, after is null ? null : Open + after, StoreLimits.PageSize, ct)).Select(d => d.Key[Open.Length..])];

    internal async Task<IReadOnlyList<Operation>> FindManyAsync(IEnumerable<string> keys, CancellationToken ct)
        => [.. (await store.FindManyAsync([.. keys.Select(key => All + key)], ct)).Select(Read)];

    /// <summary>Writes a new operation, unless its request was answered with another one before.</summary>
    /// <returns>The operation that answers the request.</returns>
    internal async Task<Operation> AddAsync(Operation operation, RequestIdentity? request, CancellationToken ct)
    {
        var key = operation.Id.Key;
        List<StoreWrite> writes = [new(All + key, Write(operation), 0), new(Open + key, "{}"u8.ToArray(), 0)];
        if (request is not null)
        {
            writes.Add(requests.Remember(request, JsonSerializer.SerializeToUtf8Bytes(new(operation.Id), OperationJson.Readable.OperationAnswer)));
        }

        // Ends: an id is new, so only a request that was answered already keeps the batch from being written.
        while (await store.TryWriteAsync(writes, ct) is null)
        {
            if (await FindAnswerAsync(request, ct) is { } first)
            {
                return first;
            }
        }

        return operation;
    }

    /// <summary>The operation that a request was answered with; null when it is new, or has no id.</summary>
    /// <exception cref="Errors.RefusedException"><c>REQUEST_ID_REUSED</c>.</exception>
    internal async Task<Operation?> FindAnswerAsync(RequestIdentity? request, CancellationToken ct)
        => await requests.FindAsync(request, ct) is { } answer
            ? await FindAsync(JsonSerializer.Deserialize(answer.Json.Span, OperationJson.Readable.OperationAnswer)!.Operation, ct)
            : null;

    /// <summary>Changes an operation, again and again until nobody comes between.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="change">The change; null to leave it as it is.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The operation as it is then; null when there is none.</returns>
    internal async Task<Operation?> ChangeAsync(OperationId id, Func<Operation, Operation?> change, CancellationToken ct)
    {
        // Ends: each round that fails means that another change was written.
        while (await store.FindAsync(All + id.Key, ct) is { } found)
        {
            var operation = Read(found);
            if (change(operation) is not { } next)
            {
                return operation;
            }

            DateTimeOffset? expiry = next.EndedAt is { } ended ? ended + Retention : null;
            List<StoreWrite> writes = [new(All + id.Key, Write(next), found.Version, expiry)];
            if (next.Done)
            {
                writes.Add(new(Open + id.Key, null));
            }

            if (await store.TryWriteAsync(writes, ct) is not null)
            {
                return next;
            }
        }

        return null;
    }

    static byte[] Write(Operation operation) => JsonSerializer.SerializeToUtf8Bytes(operation, OperationJson.Readable.Operation);

    static Operation Read(StoredDocument document)
        => JsonSerializer.Deserialize(document.Value.Span, OperationJson.Readable.Operation)
            ?? throw new JsonException($"The document '{document.Key}' is null.");
}

/// <summary>What a request was answered with.</summary>
sealed record OperationAnswer(OperationId Operation);
