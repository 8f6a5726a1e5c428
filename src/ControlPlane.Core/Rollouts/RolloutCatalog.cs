using System.Text.Json;
using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Operations;
using ControlPlane.Store;

namespace ControlPlane.Rollouts;

/// <summary>The rollouts. One at most has not ended, which a key of its own says.</summary>
/// <param name="store">Where they are.</param>
public sealed class RolloutCatalog(IStore store)
{
    const string All = "rollouts/";
    const string Open = "rollouts-open";

    /// <summary>Reads a rollout.</summary>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>.</exception>
    public async Task<Rollout> GetAsync(string id, CancellationToken ct)
        => await store.FindAsync(All + id, ct) is { } found ? Read(found) : throw ResourceErrors.NotFound(Rollout.NameOf(id));

    /// <summary>Reads rollouts, the newest first.</summary>
    /// <param name="before">Only those that are older than this one; null from the newest.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<Rollout>> ListAsync(string? before, int limit, CancellationToken ct)
    {
        // They are few, as somebody asks for each by hand.
        var found = new List<Rollout>();
        for (string? after = null; await store.ListAsync(All, after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            found.AddRange(page.Select(Read));
        }

        return [.. found.OrderByDescending(r => r.Id, StringComparer.Ordinal).Where(r => before is null || string.CompareOrdinal(r.Id, before) < 0).Take(limit)];
    }

    /// <summary>The newest rollout that every target has.</summary>
    internal async Task<Rollout?> FindInForceAsync(CancellationToken ct)
        => (await ListAsync(null, int.MaxValue, ct)).FirstOrDefault(r => r.State is RolloutState.Completed);

    /// <summary>Writes a new rollout, unless another one has not ended.</summary>
    /// <exception cref="RefusedException"><c>ROLLOUT_ACTIVE</c>.</exception>
    internal async Task AddAsync(Rollout rollout, CancellationToken ct)
    {
        if (await store.TryWriteAsync([new(All + rollout.Id, Write(rollout), 0), new(Open, JsonSerializer.SerializeToUtf8Bytes(rollout.Id, OperationJson.Readable.String), 0)], ct) is null)
        {
            throw await ActiveAsync(ct);
        }
    }

    /// <summary>Takes up a rollout again that was completed, as the only one that has not ended.</summary>
    /// <exception cref="RefusedException"><c>ROLLOUT_ACTIVE</c>.</exception>
    internal async Task ReopenAsync(Rollout rollout, CancellationToken ct)
    {
        if (await store.TryWriteAsync([new(All + rollout.Id, Write(rollout)), new(Open, JsonSerializer.SerializeToUtf8Bytes(rollout.Id, OperationJson.Readable.String), 0)], ct) is null)
        {
            throw await ActiveAsync(ct);
        }
    }

    /// <summary>Writes a rollout as it is now. One that is completed or rolled back makes room for the next.</summary>
    internal async Task SaveAsync(Rollout rollout, CancellationToken ct)
    {
        List<StoreWrite> writes = [new(All + rollout.Id, Write(rollout))];
        if (rollout.State is RolloutState.Completed or RolloutState.RolledBack
            && await store.FindAsync(Open, ct) is { } open && JsonSerializer.Deserialize(open.Value.Span, OperationJson.Readable.String) == rollout.Id)
        {
            writes.Add(new(Open, null));
        }

        await store.TryWriteAsync(writes, ct);
    }

    /// <summary>Does the work of an operation on a rollout, and writes that the rollout stopped when it is refused or somebody stops it.</summary>
    internal async Task<Rollout> StoppingAsync(OperationRun run, string id, Func<Task<Rollout>> work, TimeProvider time)
    {
        try
        {
            return await work();
        }
        catch (RefusedException refused)
        {
            await StopAsync(id, refused.Message, time);
            throw;
        }
        catch (OperationCanceledException) when (run.IsCancelled)
        {
            await StopAsync(id, "Somebody stopped it.", time);
            throw;
        }
    }

    async Task StopAsync(string id, string why, TimeProvider time) => await SaveAsync(
        await GetAsync(id, CancellationToken.None) with { State = RolloutState.Stopped, Message = why, UpdatedAt = time.GetUtcNow() }, CancellationToken.None);

    async Task<RefusedException> ActiveAsync(CancellationToken ct)
        => RolloutErrors.Active(await store.FindAsync(Open, ct) is { } open
            ? Rollout.NameOf(JsonSerializer.Deserialize(open.Value.Span, OperationJson.Readable.String)!)
            : "another rollout");

    static byte[] Write(Rollout rollout) => JsonSerializer.SerializeToUtf8Bytes(rollout, OperationJson.Readable.Rollout);

    static Rollout Read(StoredDocument document)
        => JsonSerializer.Deserialize(document.Value.Span, OperationJson.Readable.Rollout) ?? throw new JsonException($"The document '{document.Key}' is null.");
}
