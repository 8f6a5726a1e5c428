using System.Text.Json;
using ControlPlane.Store;

namespace ControlPlane.Storage.Transfer;

/// <summary>The document that a store has while it is being filled. Servers refuse such a store.</summary>
static class ImportMark
{
    public const string Key = "store-import/unfinished";

    /// <exception cref="Errors.RefusedException"><c>STORE_IMPORT_UNFINISHED</c>.</exception>
    public static async Task RefuseAsync(IStore store, CancellationToken ct)
    {
        if (await store.FindAsync(Key, ct) is not null)
        {
            throw TransferErrors.Unfinished();
        }
    }

    /// <summary>Marks an empty store for a file, or finds the mark of the same file.</summary>
    /// <exception cref="Errors.RefusedException"><c>STORE_NOT_EMPTY</c> or <c>STORE_IMPORT_UNFINISHED</c>.</exception>
    public static async Task SetAsync(ITransferable store, string file, CancellationToken ct)
    {
        if (await store.FindAsync(Key, ct) is { } mark)
        {
            if (JsonSerializer.Deserialize<string>(mark.Value.Span) != file)
            {
                throw TransferErrors.OtherImport();
            }

            return;
        }

        await RefuseFullAsync(store, ct);
        if (await store.TryWriteAsync([new(Key, JsonSerializer.SerializeToUtf8Bytes(file), ExpectedVersion: 0)], ct) is null)
        {
            throw TransferErrors.InUse();
        }
    }

    static async Task RefuseFullAsync(ITransferable store, CancellationToken ct)
    {
        if (await store.CountAsync("", ct) > 0 || await store.ListConsumedAsync(null, 1, ct) is { Count: > 0 })
        {
            throw TransferErrors.NotEmpty();
        }
    }
}
