namespace ControlPlane.Storage;

/// <summary>A row that the feed gets.</summary>
/// <param name="Revision">The batch.</param>
/// <param name="Ordinal">Its place in the batch.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The new value; null for a deletion.</param>
/// <param name="Expires">When the document counts as gone, in UTC ticks.</param>
sealed record PendingChange(long Revision, long Ordinal, string Key, byte[]? Value, long? Expires);
