using ControlPlane.Errors;
using ControlPlane.Store;

namespace ControlPlane.Storage.Transfer;

/// <summary>Fills an empty store from an export, with every version, end and used id as it was, and looks at all of it once more. One that
/// was stopped in the middle goes on when it is run again; until it has ended, servers refuse the store.</summary>
/// <param name="store">The store; nobody else may use it meanwhile.</param>
/// <param name="time">The clock that decides what has expired since.</param>
public sealed class StoreImport(ITransferable store, TimeProvider time)
{
    const int AtOnce = 16;

    /// <summary>Reads the file three times: to check it, to write it, and to compare.</summary>
    /// <param name="path">The export.</param>
    /// <param name="progress">Told now and again how many documents were written.</param>
    /// <param name="ct">Ends the work.</param>
    /// <exception cref="RefusedException"><c>STORE_FILE_DAMAGED</c>, <c>STORE_FILE_NEWER</c>, <c>STORE_FILE_FAULT</c>: nothing was
    /// written. <c>STORE_NOT_EMPTY</c>, <c>STORE_IMPORT_UNFINISHED</c>, <c>STORE_IN_USE</c>, <c>STORE_IMPORT_DIFFERS</c>,
    /// <c>STORE_UNAVAILABLE</c>.</exception>
    public async Task<StoreMoved> RunAsync(string path, Action<long> progress, CancellationToken ct)
    {
        var file = new ExportFile(path);
        var (header, trailer) = await file.CheckAsync(ct);
        await ImportMark.SetAsync(store, trailer.Sha256, ct);
        await WriteAsync(file, progress, ct);
        await CompareAsync(file, trailer, ct);
        await store.FinishRestoreAsync(ImportMark.Key, header.Revision, ct);
        return new(trailer.Documents, trailer.Consumed, header.Revision, trailer.Sha256);
    }

    async Task WriteAsync(ExportFile file, Action<long> progress, CancellationToken ct)
    {
        var written = 0L;
        await foreach (var batch in BatchesAsync(file, ct))
        {
            await store.RestoreAsync(batch, ct);
            written += batch.Count;
            progress(written);
        }

        // False for one that an earlier run wrote, or whose time is over by now.
        await Parallel.ForEachAsync(
            file.ConsumedAsync(ct), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (used, end) => await store.TryConsumeAsync(used.Key, used.Until, end));
    }

    async Task CompareAsync(ExportFile file, ExportLine.Trailer trailer, CancellationToken ct)
    {
        await foreach (var batch in BatchesAsync(file, ct))
        {
            var found = (await store.FindManyAsync([.. batch.Select(d => d.Key)], ct)).ToDictionary(d => d.Key, StringComparer.Ordinal);
            foreach (var document in batch.Where(d => !IsSame(d, found.GetValueOrDefault(d.Key))))
            {
                throw TransferErrors.Different($"the document '{document.Key}'");
            }
        }

        await foreach (var used in file.ConsumedAsync(ct))
        {
            if (!await store.IsConsumedAsync(used.Key, ct) && used.Until > time.GetUtcNow())
            {
                throw TransferErrors.Different("a used id");
            }
        }

        // The mark is one more.
        if (await store.CountAsync("", ct) > trailer.Documents + 1)
        {
            throw TransferErrors.Different("there are more documents");
        }
    }

    bool IsSame(StoredDocument expected, StoredDocument? found) => found is null
        ? expected.ExpiresAt <= time.GetUtcNow()
        : (found.Version, found.ExpiresAt) == (expected.Version, expected.ExpiresAt) && found.Value.Span.SequenceEqual(expected.Value.Span);

    static async IAsyncEnumerable<IReadOnlyList<StoredDocument>> BatchesAsync(ExportFile file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var batch = new List<StoredDocument>();
        var bytes = 0L;
        await foreach (var document in file.DocumentsAsync(ct))
        {
            if (batch.Count == StoreLimits.BatchWrites || (batch.Count > 0 && bytes + document.Value.Length > StoreLimits.BatchBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(document);
            bytes += document.Value.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
