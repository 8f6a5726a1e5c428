namespace ControlPlane.Storage;

/// <summary>A place in the feed.</summary>
/// <param name="Revision">The last revision that was read.</param>
/// <param name="Ordinal">The last change of it that was read.</param>
/// <param name="FromTheStart">True for whatever the feed still holds.</param>
readonly record struct FeedCursor(long Revision, long Ordinal, bool FromTheStart = false);
