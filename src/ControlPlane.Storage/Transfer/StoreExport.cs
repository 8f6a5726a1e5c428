using System.Security.Cryptography;
using ControlPlane.Errors;
using ControlPlane.Store;

namespace ControlPlane.Storage.Transfer;

/// <summary>Writes a whole store to a file: documents with their versions and ends, and the ids that were used up. The change feed stays
/// behind: watchers list anew. The file is as secret as the store: it names people, and holds the keys that protect cookies.</summary>
/// <param name="store">The store; nobody may write to it meanwhile.</param>
/// <param name="time">The clock.</param>
public sealed class StoreExport(ITransferable store, TimeProvider time)
{
    // 100 of the largest are 25 MiB.
    const int PageSize = 100;

    /// <summary>Writes the file, which only its owner may read. Nothing is left of one that fails.</summary>
    /// <param name="path">A file that is not there yet.</param>
    /// <param name="progress">Told now and again how many documents there are in it.</param>
    /// <param name="ct">Ends the work.</param>
    /// <exception cref="RefusedException"><c>STORE_EMPTY</c>, <c>STORE_IMPORT_UNFINISHED</c>, <c>STORE_IN_USE</c>,
    /// <c>STORE_FILE_FAULT</c> or <c>STORE_UNAVAILABLE</c>.</exception>
    public async Task<StoreMoved> RunAsync(string path, Action<long> progress, CancellationToken ct)
    {
        var revision = await store.GetRevisionAsync(ct);
        if (revision == 0)
        {
            throw TransferErrors.Empty();
        }

        await ImportMark.RefuseAsync(store, ct);
        await using var file = Create(path);
        try
        {
            var moved = await WriteAsync(file, revision, progress, ct);
            file.Flush(flushToDisk: true);
            return moved;
        }
        catch (IOException e)
        {
            File.Delete(path);
            throw TransferErrors.FileFault(path, e);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    async Task<StoreMoved> WriteAsync(FileStream file, long revision, Action<long> progress, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (documents, consumed) = (0L, 0L);
        await AddAsync(new ExportLine.Header(ExportLine.Header.Known, revision, time.GetUtcNow()));
        for (string? after = null; await store.ListAsync("", after, PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var document in page)
            {
                await AddAsync(new ExportLine.Document(document));
            }

            documents += page.Count;
            progress(documents);
        }

        for (string? after = null; await store.ListConsumedAsync(after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var used in page)
            {
                await AddAsync(new ExportLine.Used(used));
            }

            consumed += page.Count;
        }

        if (await store.GetRevisionAsync(ct) != revision)
        {
            throw TransferErrors.InUse();
        }

        var trailer = new ExportLine.Trailer(documents, consumed, Convert.ToHexStringLower(hash.GetHashAndReset()));
        await file.WriteAsync(trailer.ToUtf8(), ct);
        return new(documents, consumed, revision, trailer.Sha256);

        async Task AddAsync(ExportLine line)
        {
            var bytes = line.ToUtf8();
            hash.AppendData(bytes.Span);
            await file.WriteAsync(bytes, ct);
        }
    }

    static FileStream Create(string path)
    {
        try
        {
            var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new(path, how);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TransferErrors.FileFault(path, e);
        }
    }
}
