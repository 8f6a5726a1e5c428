namespace ControlPlane.Catalog;

/// <summary>What a load did.</summary>
/// <param name="Created">Things that were not there.</param>
/// <param name="Updated">Things that were otherwise.</param>
/// <param name="Removed">Things that the catalog had made and no longer names.</param>
/// <param name="Unchanged">Things that were as they should be.</param>
/// <param name="LeftAlone">Things that the catalog names, but which something else put into the store: they stay as they are.</param>
public sealed record CatalogLoad(int Created, int Updated, int Removed, int Unchanged, int LeftAlone);
