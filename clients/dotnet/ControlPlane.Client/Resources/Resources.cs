using System.Runtime.CompilerServices;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;

namespace ControlPlane.Client;

/// <summary>The standard methods of one kind of resource. Each throws <see cref="ControlPlaneException"/> with the server's reason.</summary>
public sealed class Resources<T>
    where T : class
{
    static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(200);
    readonly ResourceCalls<T> _calls;
    readonly ControlPlaneClientOptions _options;

    internal Resources(ResourceCalls<T> calls, ControlPlaneClientOptions options) => (_calls, _options) = (calls, options);

    /// <summary>Whether it can be created, changed and deleted by hand.</summary>
    public bool IsWritable => _calls.Create is not null;

    /// <summary>Whether it can be watched.</summary>
    public bool IsWatchable => _calls.Watch is not null;

    /// <summary>The resource's name.</summary>
    /// <param name="resource">A resource.</param>
    public string NameOf(T resource) => _calls.NameOf(resource);

    /// <summary>Reads one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="ControlPlaneException"><c>RESOURCE_NOT_FOUND</c>: it is not there, or not the caller's to see.</exception>
    public Task<T> GetAsync(string name, CancellationToken ct) => _calls.Get(name, ct);

    /// <summary>Reads one; null when it is not there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<T?> FindAsync(string name, CancellationToken ct)
    {
        try
        {
            return await _calls.Get(name, ct);
        }
        catch (ControlPlaneException e) when (e.Kind is ControlPlaneErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>Lists all that match, a page at a time and no page before it is needed.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="ct">Ends the listing.</param>
    public IAsyncEnumerable<T> ListAsync(ListQuery query, CancellationToken ct)
        => Page<T>.AllAsync((token, end) => _calls.List(query, query.Parent ?? _calls.AnyParent, token, end), ct);

    /// <summary>Creates one.</summary>
    /// <param name="parent">The parent's name; empty for what has none.</param>
    /// <param name="resource">What to create, with its name.</param>
    /// <param name="options">How.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<T> CreateAsync(string parent, T resource, WriteOptions options, CancellationToken ct)
        => (_calls.Create ?? throw ReadOnly())(parent, resource, options, ct);

    /// <summary>Changes one. With an etag in it, only when it still is what the caller read.</summary>
    /// <param name="resource">The resource with its new values.</param>
    /// <param name="mask">The fields to change; null for all.</param>
    /// <param name="options">How.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<T> UpdateAsync(T resource, FieldMask? mask, WriteOptions options, CancellationToken ct)
        => (_calls.Update ?? throw ReadOnly())(resource, mask, options, ct);

    /// <summary>Deletes one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="etag">Deletes only when it still is what the caller read; anything when empty.</param>
    /// <param name="options">How.</param>
    /// <param name="ct">Ends the call.</param>
    public Task DeleteAsync(string name, string etag, WriteOptions options, CancellationToken ct)
        => (_calls.Delete ?? throw ReadOnly())(name, etag, options, ct);

    /// <summary>Tells what is there and then every change, until it is cancelled. A broken connection is mended by itself.</summary>
    /// <param name="query">Which ones; order and page size mean nothing here.</param>
    /// <param name="resumeToken">Goes on after the change that carried it; empty to begin with what is there.</param>
    /// <param name="ct">Ends the watch.</param>
    public async IAsyncEnumerable<Change<T>> WatchAsync(ListQuery query, string resumeToken, [EnumeratorCancellation] CancellationToken ct)
    {
        var watch = _calls.Watch ?? throw new NotSupportedException($"{typeof(T).Name} cannot be watched.");
        var (token, pause) = (resumeToken, _firstPause);
        while (true)
        {
            ControlPlaneException? broken = null;
            await using var stream = watch(query.Parent ?? _calls.AnyParent, query.Filter, token, ct).GetAsyncEnumerator(ct);
            while (true)
            {
                try
                {
                    if (!await stream.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (ControlPlaneException e) when (IsMended(e, token))
                {
                    broken = e;
                    break;
                }

                var (type, resource, next) = stream.Current;
                (token, pause) = (next.Length > 0 ? next : token, _firstPause);
                yield return new(KindOf(type), type is ChangeType.Bookmark ? null : resource, token);
            }

            if (broken is { Reason: "RESUME_TOKEN_LOST" })
            {
                token = "";
                yield return new(ChangeKind.Restarted, null, token);
                continue;
            }

            pause = broken?.RetryAfter ?? pause;
            _options.OnRetry?.Invoke(broken ?? new("The server ended the watch.") { Kind = ControlPlaneErrorKind.Unavailable, Reason = "CLIENT_WATCH_ENDED" }, pause);
            await Task.Delay(pause, _options.Time, ct);
            pause = pause * 2 < _options.MaxPause ? pause * 2 : _options.MaxPause;
        }
    }

    // Before the first change a watch that cannot begin is the caller's to know about, unless the server is only away.
    static bool IsMended(ControlPlaneException e, string token)
        => e.Kind is ControlPlaneErrorKind.Unavailable or ControlPlaneErrorKind.Exhausted or ControlPlaneErrorKind.DeadlineExceeded
            || (token.Length > 0 && (e.Reason is "RESUME_TOKEN_LOST" || e.Kind is ControlPlaneErrorKind.Internal or ControlPlaneErrorKind.Cancelled));

    static ChangeKind KindOf(ChangeType type) => type switch
    {
        ChangeType.Added => ChangeKind.Added,
        ChangeType.Modified => ChangeKind.Modified,
        ChangeType.Deleted => ChangeKind.Deleted,
        _ => ChangeKind.Bookmark,
    };

    static NotSupportedException ReadOnly() => new($"{typeof(T).Name} is not created or changed by hand.");
}
