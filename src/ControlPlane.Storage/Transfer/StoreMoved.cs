namespace ControlPlane.Storage.Transfer;

/// <summary>What was moved.</summary>
/// <param name="Documents">How many documents.</param>
/// <param name="Consumed">How many used ids.</param>
/// <param name="Revision">The store's revision.</param>
/// <param name="Sha256">The hash that the file's last line names.</param>
public sealed record StoreMoved(long Documents, long Consumed, long Revision, string Sha256);
