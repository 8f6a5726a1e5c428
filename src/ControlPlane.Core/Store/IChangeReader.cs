namespace ControlPlane.Store;

/// <summary>What an engine adds to <see cref="IStore"/> for a copy in memory: its change feed a page at a time, which tells when there is
/// nothing more, and the writes of this process before they return.</summary>
public interface IChangeReader
{
    /// <summary>Told of each batch that this process wrote or tried to write, before the call that wrote it returns; also when it failed,
    /// since a write whose answer was lost may have been applied.</summary>
    event Action<IReadOnlyList<StoreWrite>>? Written;

    /// <summary>Done when something was written that this process heard of; take it before you read. Null where an engine does not hear of
    /// others.</summary>
    Task? Changed { get; }

    /// <summary>Reads which documents changed after a place. One cheap request when nothing did.</summary>
    /// <param name="after">The place.</param>
    /// <param name="prefixes">Only keys that begin with one of these need be told; others may be.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="Errors.RefusedException"><c>STORE_FEED_LOST</c>: the feed does not reach back to the place, or the store never reached
    /// it; <c>STORE_UNAVAILABLE</c>.</exception>
    Task<ChangePage> ReadChangesAsync(ChangePlace after, IReadOnlyList<string> prefixes, CancellationToken ct);
}

/// <summary>A place in the feed.</summary>
/// <param name="Revision">The last revision before it.</param>
/// <param name="Ordinal">The last change of that revision before it.</param>
public readonly record struct ChangePlace(long Revision, long Ordinal)
{
    /// <summary>After all changes of a revision.</summary>
    public static ChangePlace EndOf(long revision) => new(revision, long.MaxValue);
}

/// <summary>Some changes.</summary>
/// <param name="Keys">The documents that changed, in order.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="IsComplete">True: at some moment after the call began, nothing had been written beyond <paramref name="Next"/>.</param>
public sealed record ChangePage(IReadOnlyList<string> Keys, ChangePlace Next, bool IsComplete);
