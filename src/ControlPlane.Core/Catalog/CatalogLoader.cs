using System.Security.Cryptography;
using System.Text;
using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.Store;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Catalog;

/// <summary>Makes the store say what a catalog file says.</summary>
/// <param name="store">The store.</param>
/// <param name="audit">Hears of each load, also of a refused one.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class CatalogLoader(IStore store, AuditTrail audit, TimeProvider time, ILogger<CatalogLoader> logger)
{
    /// <summary>The source of everything that the file made.</summary>
    public const string Source = "catalog";

    const string Action = "catalog.load";
    const int Attempts = 5;
    const int BatchesInFlight = 4;
    const int ClaimsAtOnce = 500;

    /// <summary>Checks the whole file, then writes what differs: creates, updates, and removes what an earlier load made and the file no
    /// longer names. What came from elsewhere stays. A second load of the same file changes nothing; a load that was interrupted is
    /// completed by the next.</summary>
    /// <param name="path">The file.</param>
    /// <param name="ct">Stops between batches.</param>
    /// <exception cref="RefusedException"><c>CATALOG_NOT_READABLE</c>, <c>CATALOG_INVALID</c> with everything that is wrong, or
    /// <c>CATALOG_DIFFERS_BY_CASE</c>: nothing was changed. <c>STORE_UNAVAILABLE</c> or <c>STORE_CONTENDED</c>: load again.</exception>
    public async Task<CatalogLoad> LoadAsync(string path, CancellationToken ct)
    {
        try
        {
            var text = await ReadAsync(path, ct);
            using var reader = new StringReader(text);
            var load = await WriteAsync(CatalogKinds.Of(CatalogFile.Parse(reader, Path.GetFileName(path))), ct);
            await audit.AppendAsync(Event(path, "allowed", null, Facts(load, text)));
            LogLoaded(path, load);
            return load;
        }
        catch (RefusedException refusal) when (refusal.Reason is not "AUDIT_UNAVAILABLE")
        {
            await audit.AppendAsync(Event(path, "refused", refusal.Reason, new Dictionary<string, string> { ["errors"] = $"{refusal.Violations.Count}" }));
            throw;
        }
    }

    static async Task<string> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllTextAsync(path, new UTF8Encoding(false, throwOnInvalidBytes: true), ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw CatalogErrors.NotReadable(path, e);
        }
    }

    async Task<CatalogLoad> WriteAsync(IReadOnlyList<CatalogKind> kinds, CancellationToken ct)
    {
        var counts = new int[3];
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var plan = await CatalogPlan.MakeAsync(store, kinds, time.GetUtcNow(), ct);
            await CheckClaimsAsync(plan, ct);
            var done = true;
            foreach (var (units, change) in plan.Phases)
            {
                var written = await WriteAsync(units, ct);
                counts[(int)change] += written;
                done &= written == units.Count;
            }

            if (done)
            {
                plan.LeftAlone.ForEach(LogLeftAlone);
                var (removed, updated, created) = (counts[0], counts[1], counts[2]);
                return new(created, updated, removed, kinds.Sum(k => k.Units.Count) - created - updated - plan.LeftAlone.Count, plan.LeftAlone.Count);
            }

            // Another replica loads at the same time. What it wrote is compared anew.
        }

        throw StoreErrors.Contended("catalog");
    }

    async Task<int> WriteAsync(IReadOnlyList<CatalogUnit> units, CancellationToken ct)
    {
        var written = 0;
        await Parallel.ForEachAsync(Batches(units), new ParallelOptions { MaxDegreeOfParallelism = BatchesInFlight, CancellationToken = ct }, async (batch, stop) =>
        {
            if (await store.TryWriteAsync([.. batch.SelectMany(u => u.Writes)], stop) is not null)
            {
                Interlocked.Add(ref written, batch.Count);
            }
        });
        return written;
    }

    static IEnumerable<IReadOnlyList<CatalogUnit>> Batches(IReadOnlyList<CatalogUnit> units)
    {
        var batch = new List<CatalogUnit>();
        var (writes, bytes) = (0, 0);
        foreach (var unit in units)
        {
            var size = unit.Writes.Sum(w => w.Key.Length + (w.Value?.Length ?? 0));
            if (batch.Count > 0 && (writes + unit.Writes.Count > StoreLimits.BatchWrites || bytes + size > StoreLimits.BatchBytes))
            {
                yield return batch;
                batch = [];
                (writes, bytes) = (0, 0);
            }

            batch.Add(unit);
            (writes, bytes) = (writes + unit.Writes.Count, bytes + size);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    // Before anything is written: a spelling that something else holds refuses the whole load.
    async Task CheckClaimsAsync(CatalogPlan plan, CancellationToken ct)
    {
        var freed = plan.Phases.Where(p => p.Change is CatalogChange.Removed).SelectMany(p => p.Units).SelectMany(u => u.Writes).Select(w => w.Key).ToHashSet(StringComparer.Ordinal);
        var claims = plan.Phases.Where(p => p.Change is CatalogChange.Created).SelectMany(p => p.Units).Where(u => u.Id is not null)
            .Select(u => (Key: u.Writes[1].Key, Id: u.Id!)).Where(c => !freed.Contains(c.Key));
        foreach (var chunk in claims.Chunk(ClaimsAtOnce))
        {
            var wanted = chunk.ToDictionary(c => c.Key, c => c.Id, StringComparer.Ordinal);
            foreach (var held in await store.FindManyAsync([.. wanted.Keys], ct))
            {
                if (CaseClaims.Read(held) is var holder && holder != wanted[held.Key])
                {
                    throw CatalogErrors.DiffersByCase(wanted[held.Key], holder);
                }
            }
        }
    }

    AuditEvent Event(string path, string outcome, string? reason, Dictionary<string, string> facts) => new()
    {
        Time = time.GetUtcNow(),
        Action = Action,
        Outcome = outcome,
        Reason = reason,
        Resource = Path.GetFileName(path),
        Details = facts,
    };

    static Dictionary<string, string> Facts(CatalogLoad load, string text) => new()
    {
        ["created"] = $"{load.Created}",
        ["updated"] = $"{load.Updated}",
        ["removed"] = $"{load.Removed}",
        ["unchanged"] = $"{load.Unchanged}",
        ["left_alone"] = $"{load.LeftAlone}",
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Loaded the catalog {Path}: {Load}")]
    partial void LogLoaded(string path, CatalogLoad load);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalog names {Key}, which something else put into the store: it stays as it is")]
    partial void LogLeftAlone(string key);
}
