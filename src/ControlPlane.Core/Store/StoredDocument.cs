namespace ControlPlane.Store;

/// <summary>A document as the store holds it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">UTF-8 JSON.</param>
/// <param name="Version">The revision of the write that made it what it is: what a later write gives as expected version.</param>
/// <param name="ExpiresAt">When it counts as gone; null for never.</param>
public sealed record StoredDocument(string Key, ReadOnlyMemory<byte> Value, long Version, DateTimeOffset? ExpiresAt);

/// <summary>One write of a batch.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The new value as UTF-8 JSON; null deletes.</param>
/// <param name="ExpectedVersion">What must hold for the batch to be applied: null for anything, 0 for "there is none", otherwise the
/// version that was read.</param>
/// <param name="ExpiresAt">When the document counts as gone; null for never.</param>
public sealed record StoreWrite(string Key, ReadOnlyMemory<byte>? Value, long? ExpectedVersion = null, DateTimeOffset? ExpiresAt = null);

/// <summary>One change in the feed.</summary>
/// <param name="Revision">Its place in the order of all writes. The writes of one batch share it.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value after the change; null when it was deleted.</param>
public sealed record StoreChange(long Revision, string Key, ReadOnlyMemory<byte>? Value);
