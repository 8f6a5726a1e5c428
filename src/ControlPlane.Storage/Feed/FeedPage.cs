using ControlPlane.Store;

namespace ControlPlane.Storage;

/// <summary>Some changes.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Next">Where to go on.</param>
sealed record FeedPage(IReadOnlyList<StoreChange> Changes, FeedCursor Next);
