using ControlPlane.Store;

namespace ControlPlane.Storage.Transfer;

/// <summary>An engine whose whole content can be moved to another, and that can be filled from one. Every engine can.</summary>
public interface ITransferable : IStore
{
    /// <summary>Reads keys that were used up and whose time is not over, in key order. An empty page is the end; a short one is not.</summary>
    /// <param name="after">Only keys that sort after this one; null from the start.</param>
    /// <param name="limit">At most this many, 1 to 1000.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<IReadOnlyList<ConsumedKey>> ListConsumedAsync(string? after, int limit, CancellationToken ct);

    /// <summary>Writes documents as they were in another store, with their versions, over what is there. The feed does not tell of it, so
    /// nobody else may use the store meanwhile.</summary>
    Task RestoreAsync(IReadOnlyList<StoredDocument> documents, CancellationToken ct);

    /// <summary>Ends what <see cref="RestoreAsync"/> began, at once: removes a document without telling, makes a revision the newest, and
    /// lets the feed begin there.</summary>
    /// <param name="mark">The document's key.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="ct">Ends the wait.</param>
    Task FinishRestoreAsync(string mark, long revision, CancellationToken ct);
}
