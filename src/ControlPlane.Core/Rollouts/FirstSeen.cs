using System.Text.Json;
using ControlPlane.Operations;
using ControlPlane.Store;

namespace ControlPlane.Rollouts;

/// <summary>A finding, and since when it is so.</summary>
/// <param name="State">What it is.</param>
/// <param name="Since">When it was first seen so.</param>
public sealed record FirstSeen(string State, DateTimeOffset Since);

/// <summary>Remembers since when things are as they are.</summary>
/// <param name="store">Where that is.</param>
/// <param name="time">The clock.</param>
public sealed class FirstSeenLog(IStore store, TimeProvider time)
{
    /// <summary>Says since when each of some things is in its state, and writes down what is new. What is no longer among them is
    /// forgotten.</summary>
    /// <param name="prefix">The beginning of their keys, with a slash at its end.</param>
    /// <param name="states">The state of each thing by the rest of its key.</param>
    /// <param name="ct">Ends the wait.</param>
    internal async Task<IReadOnlyDictionary<string, DateTimeOffset>> SinceAsync(string prefix, IReadOnlyDictionary<string, string> states, CancellationToken ct)
    {
        var (known, now) = (await ReadAsync(prefix, ct), time.GetUtcNow());
        var since = states.ToDictionary(s => s.Key, s => known.TryGetValue(s.Key, out var seen) && seen.State == s.Value ? seen.Since : now, StringComparer.Ordinal);
        var writes = states.Where(s => known.GetValueOrDefault(s.Key)?.State != s.Value)
            .Select(s => new StoreWrite(prefix + s.Key, JsonSerializer.SerializeToUtf8Bytes(new(s.Value, now), OperationJson.Readable.FirstSeen)))
            .Concat(known.Keys.Except(states.Keys).Select(key => new StoreWrite(prefix + key, null)));
        foreach (var batch in writes.Chunk(StoreLimits.BatchWrites))
        {
            await store.TryWriteAsync(batch, ct);
        }

        return since;
    }

    async Task<Dictionary<string, FirstSeen>> ReadAsync(string prefix, CancellationToken ct)
    {
        var known = new Dictionary<string, FirstSeen>(StringComparer.Ordinal);
        for (string? after = null; await store.ListAsync(prefix, after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var document in page)
            {
                known[document.Key[prefix.Length..]] = JsonSerializer.Deserialize(document.Value.Span, OperationJson.Readable.FirstSeen)!;
            }
        }

        return known;
    }
}
