using System.Globalization;
using System.Runtime.CompilerServices;
using ControlPlane.Listing;
using ControlPlane.Store;

namespace ControlPlane.Catalog;

/// <summary>Watches one kind of resource.</summary>
/// <typeparam name="T">The kind of thing.</typeparam>
/// <param name="kind">What is particular about it.</param>
/// <param name="store">Where they are.</param>
/// <param name="feed">The changes.</param>
/// <param name="time">The clock.</param>
public sealed class ResourceWatch<T>(ResourceKind<T> kind, IStore store, ChangeFeed feed, TimeProvider time)
    where T : class
{
    /// <summary>How often a watcher that hears nothing gets a bookmark.</summary>
    public static readonly TimeSpan BookmarkEvery = TimeSpan.FromSeconds(20);

    /// <summary>What is there, a bookmark, and then every change; from a place on, what followed it. Goes on for ever.</summary>
    /// <param name="filter">Which. One that stops passing is told as deleted.</param>
    /// <param name="keep">A narrowing that the caller cannot see through; null for none.</param>
    /// <param name="prefix">Only keys below this; null for all of the kind.</param>
    /// <param name="place">Where the caller was; null to begin.</param>
    /// <param name="ct">Ends the stream.</param>
    /// <exception cref="Errors.RefusedException"><c>RESUME_TOKEN_LOST</c>, <c>WATCH_TOO_SLOW</c>.</exception>
    public async IAsyncEnumerable<ResourceChange<T>> WatchAsync(
        Filter<Resource<T>> filter, Func<Resource<T>, bool>? keep, string? prefix, WatchPlace? place, [EnumeratorCancellation] CancellationToken ct)
    {
        var range = prefix ?? kind.Prefix;
        using var subscription = await feed.SubscribeAsync(range, place?.Revision, ct);
        // What passed the filter when it was last told; unknown after a return, and needless without a filter.
        HashSet<string>? told = filter.IsEmpty && keep is null ? null : new(StringComparer.Ordinal);
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        if (place is null or { Listed: not null })
        {
            await foreach (var document in ReadAllAsync(range, place?.Listed, ct))
            {
                versions[document.Key] = document.Version;
                if (kind.Read(document) is var resource && Passes(resource, filter, keep))
                {
                    told?.Add(document.Key);
                    yield return new(ResourceChangeType.Added, resource, null, new(subscription.From, document.Key));
                }
            }

            yield return new(ResourceChangeType.Bookmark, null, null, new(subscription.From));
        }

        var isKnown = place is null;
        await foreach (var change in ChangesAsync(subscription, ct))
        {
            if (change is null)
            {
                yield return new(ResourceChangeType.Bookmark, null, null, new(Math.Max(subscription.From, subscription.Done)));
                continue;
            }

            // The list may have seen it already.
            if (versions.Remove(change.Key, out var version) && version >= change.Revision)
            {
                versions[change.Key] = version;
                continue;
            }

            if (Tell(change, filter, keep, told, isKnown) is { } news)
            {
                yield return news;
            }
        }
    }

    static bool Passes(Resource<T> resource, Filter<Resource<T>> filter, Func<Resource<T>, bool>? keep)
        => (keep is null || keep(resource)) && filter.Matches(resource);

    ResourceChange<T>? Tell(
        StoreChange change, Filter<Resource<T>> filter, Func<Resource<T>, bool>? keep, HashSet<string>? told, bool isKnown)
    {
        // Others of its batch may follow: whoever returns gets the whole batch again.
        var at = new WatchPlace(change.Revision - 1);
        if (change.Value is { } value && kind.Read(new(change.Key, value, change.Revision, null)) is var resource && Passes(resource, filter, keep))
        {
            var isNew = told is null ? resource.CreatedAt == resource.UpdatedAt : told.Add(change.Key);
            return new(isNew ? ResourceChangeType.Added : ResourceChangeType.Modified, resource, null, at);
        }

        var wasTold = told is null || told.Remove(change.Key) || !isKnown;
        return wasTold ? new(ResourceChangeType.Deleted, null, kind.NameOfKey(change.Key), at) : null;
    }

    async IAsyncEnumerable<StoredDocument> ReadAllAsync(string prefix, string? from, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = from; await store.ListAsync(prefix, after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var document in page)
            {
                yield return document;
            }
        }
    }

    // Null when nothing came for a while.
    async IAsyncEnumerable<StoreChange?> ChangesAsync(ChangeSubscription subscription, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var more = subscription.Changes.WaitToReadAsync(ct).AsTask();
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(ct);
            while (await Task.WhenAny(more, Task.Delay(BookmarkEvery, time, pause.Token)) != more)
            {
                ct.ThrowIfCancellationRequested();
                yield return null;
            }

            await pause.CancelAsync();
            if (!await more)
            {
                yield break;
            }

            while (subscription.Changes.TryRead(out var change))
            {
                yield return change;
            }
        }
    }
}

/// <summary>What a watcher is told.</summary>
/// <typeparam name="T">The kind of thing.</typeparam>
/// <param name="Type">What happened.</param>
/// <param name="Resource">The resource as it is now; null after a deletion and in a bookmark.</param>
/// <param name="Name">The name of what was deleted.</param>
/// <param name="Place">Where to go on after it.</param>
public sealed record ResourceChange<T>(ResourceChangeType Type, Resource<T>? Resource, string? Name, WatchPlace Place)
    where T : class;

/// <summary>How far a watcher was told.</summary>
/// <param name="Revision">Every change up to this revision.</param>
/// <param name="Listed">Of what was there when the watch began, everything up to this key; null when all of it.</param>
public sealed record WatchPlace(long Revision, string? Listed = null)
{
    /// <summary>Reads the text of a place.</summary>
    public static WatchPlace Parse(string text) => text.Split(' ', 2) is [var revision, var listed]
        ? new(long.Parse(revision, CultureInfo.InvariantCulture), listed)
        : new(long.Parse(text, CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => Listed is null ? Revision.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Revision} {Listed}");
}

/// <summary>What happened to a resource.</summary>
public enum ResourceChangeType
{
    /// <summary>It is there, or began to pass.</summary>
    Added,

    /// <summary>It was changed.</summary>
    Modified,

    /// <summary>It was deleted, or stopped passing.</summary>
    Deleted,

    /// <summary>Nothing; everything up to the revision was told.</summary>
    Bookmark,
}
