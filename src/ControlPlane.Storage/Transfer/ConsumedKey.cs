namespace ControlPlane.Storage.Transfer;

/// <summary>A key that was used up.</summary>
/// <param name="Key">The key.</param>
/// <param name="Until">When it may be forgotten.</param>
public sealed record ConsumedKey(string Key, DateTimeOffset Until);
