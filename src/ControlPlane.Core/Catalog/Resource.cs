using System.Globalization;

namespace ControlPlane.Catalog;

/// <summary>A thing of the catalog with what is kept about it.</summary>
/// <typeparam name="T">The kind of thing.</typeparam>
/// <param name="Value">The thing.</param>
public sealed record Resource<T>(T Value)
    where T : class
{
    /// <summary>The source of what this API makes.</summary>
    public const string Manual = "manual";

    /// <summary>Where it comes from: <c>catalog</c> for the server's file, <c>manual</c> for the API, or a synchronisation's name.</summary>
    public string Source { get; init; } = Manual;

    /// <summary>Free labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was created; null when that was not kept.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed; null when that was not kept.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The revision of the write that made it what it is; 0 while it is not stored.</summary>
    public long Version { get; init; }

    /// <summary>The text of <see cref="Version"/> for callers, who must not read anything into it.</summary>
    public string Etag => Version.ToString("x", CultureInfo.InvariantCulture);
}
