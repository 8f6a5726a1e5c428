namespace ControlPlane.Catalog;

/// <summary>A catalog document with its origin.</summary>
/// <typeparam name="T">The kind of document.</typeparam>
/// <param name="Source">Where it comes from: <c>catalog</c> for the catalog file, <c>manual</c>, or a synchronisation's name. Only its
/// own source removes it.</param>
/// <param name="Value">The document.</param>
public sealed record Sourced<T>(string Source, T Value)
{
    /// <summary>Free labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init => field = value ?? field; } = new Dictionary<string, string>();

    /// <summary>When it was created; null when that was not kept.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed; null when that was not kept.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>The exact spelling that holds a name, whatever its case.</summary>
/// <param name="Id">The spelling.</param>
sealed record CaseClaim(string Id);
