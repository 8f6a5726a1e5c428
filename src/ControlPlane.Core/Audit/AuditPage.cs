namespace ControlPlane.Audit;

/// <summary>A page of the audit log.</summary>
/// <param name="Records">What passed the filter; it may be nothing with more to come.</param>
/// <param name="Next">The sequence that the next page goes on after; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditRecord> Records, long? Next);

/// <summary>What a watch of the audit log sees.</summary>
/// <param name="Record">A record; null for a bookmark, which only tells how far the watch has read.</param>
/// <param name="Position">The sequence that a later watch goes on after.</param>
public sealed record AuditSighting(AuditRecord? Record, long Position);
