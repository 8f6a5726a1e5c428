using System.Runtime.CompilerServices;

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
sealed record Page<T>(IReadOnlyList<T> Items, string NextPageToken)
{
    /// <summary>The items of all pages, one page at a time and none before it is needed.</summary>
    /// <param name="read">Reads the page of a token; the first has an empty one.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async IAsyncEnumerable<T> AllAsync(Func<string, CancellationToken, Task<Page<T>>> read, [EnumeratorCancellation] CancellationToken ct)
    {
        var token = "";
        do
        {
            var page = await read(token, ct);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            token = page.NextPageToken;
        }
        while (token.Length > 0);
    }
}
