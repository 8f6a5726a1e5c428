namespace ControlPlane.Client;

/// <summary>Which resources to list, and how.</summary>
public sealed record ListQuery
{
    /// <summary>Everything, in the order of names.</summary>
    public static ListQuery All { get; } = new();

    /// <summary>The parent's name, such as <c>teams/Team1</c>; <c>-</c> in place of an id means all of them. All unless set.</summary>
    public string? Parent { get; init; }

    /// <summary>Which ones, by AIP-160; all unless set.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Their order, such as <c>update_time desc</c>; by name unless set.</summary>
    public string OrderBy { get; init; } = "";

    /// <summary>How many come with one call, 1 to 1000; 500 unless set.</summary>
    public int PageSize { get; init; } = 500;
}

/// <summary>One page, and where the next begins; empty after the last.</summary>
sealed record Page<T>(IReadOnlyList<T> Items, string NextPageToken);
