using System.Text;
using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.Listing;
using ControlPlane.Requests;
using ControlPlane.Store;

namespace ControlPlane.Catalog;

/// <summary>Reads and changes one kind of resource: the one path of every change, with its rules, its version and its audit event.</summary>
/// <typeparam name="T">The kind of thing.</typeparam>
/// <param name="kind">What is particular about it.</param>
/// <param name="store">Where they are.</param>
/// <param name="audit">Hears of each change before it is made.</param>
/// <param name="requests">The requests that were carried out.</param>
/// <param name="time">The clock.</param>
public sealed class ResourceStore<T>(ResourceKind<T> kind, IStore store, AuditTrail audit, RequestLog requests, TimeProvider time)
    where T : class
{
    /// <summary>The most resources that an order other than by name sorts.</summary>
    public const int MostSorted = 50_000;

    // A filter that lets little pass must not keep one request reading for ever: the page is then short, and its token leads on.
    const int ReadAtOnce = 20_000;
    const int Attempts = 5;

    /// <summary>What is particular about the kind.</summary>
    public ResourceKind<T> Kind => kind;

    /// <summary>Reads a resource; null when there is none.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="ct">Ends the wait.</param>
    internal async Task<Resource<T>?> FindAsync(string key, CancellationToken ct)
        => await store.FindAsync(key, ct) is { } document ? kind.Read(document) : null;

    /// <summary>Reads the resource that has the name of a thing; null when there is none.</summary>
    /// <param name="named">A thing with that name; nothing else of it counts.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<Resource<T>?> FindAsync(T named, CancellationToken ct) => FindAsync(kind.KeyOf(named), ct);

    /// <summary>Reads a page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="RefusedException"><c>ORDER_TOO_LARGE</c>.</exception>
    public async Task<ResourcePage<T>> ListAsync(ResourceQuery<T> query, CancellationToken ct)
        => query.Order.IsEmpty ? await ListByKeyAsync(query, ct) : await ListSortedAsync(query, ct);

    /// <summary>Creates a resource.</summary>
    /// <param name="value">The thing.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="findings">What is already known to be wrong; the rules add to it.</param>
    /// <param name="change">Who does it.</param>
    /// <param name="ct">Ends the wait before the change, never between its parts.</param>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>, <c>RESOURCE_EXISTS</c>, <c>RESOURCE_DIFFERS_BY_CASE</c>,
    /// <c>AUDIT_UNAVAILABLE</c>.</exception>
    public Task<Resource<T>> CreateAsync(
        T value, IReadOnlyDictionary<string, string> labels, FieldFindings findings, Change change, CancellationToken ct)
        => OnceAsync("create", value, change, async () =>
        {
            await CheckAsync(value, null, labels, findings, ct);
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                if (await store.FindAsync(kind.KeyOf(value), ct) is not null)
                {
                    throw ResourceErrors.Exists(kind.NameOf(value));
                }

                var now = time.GetUtcNow();
                var after = new Resource<T>(value) { Labels = labels, CreatedAt = now, UpdatedAt = now };
                if (await WriteAsync("create", null, after, change, ct) is { } written)
                {
                    return written;
                }
            }

            // Not itself, but what is written with it kept changing, such as the place that an assignment takes.
            throw StoreErrors.Contended(kind.NameOf(value));
        }, ct);

    /// <summary>Changes a resource.</summary>
    /// <param name="named">A thing with its name.</param>
    /// <param name="etag">What the caller read; null for whatever is there.</param>
    /// <param name="edit">Makes the new thing and labels from what is there; notes what is wrong.</param>
    /// <param name="verb">The action's verb, such as <c>update</c> or <c>revoke</c>.</param>
    /// <param name="field">The request's field with the thing, for violations, such as <c>account</c>.</param>
    /// <param name="change">Who does it.</param>
    /// <param name="ct">Ends the wait before the change, never between its parts.</param>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>, <c>ETAG_MISMATCH</c>, <c>REQUEST_INVALID</c>,
    /// <c>RESOURCE_OWNED_BY_FILE</c>, <c>STORE_CONTENDED</c>, <c>AUDIT_UNAVAILABLE</c>.</exception>
    public Task<Resource<T>> UpdateAsync(
        T named, string? etag, Func<Resource<T>, FieldFindings, (T Value, IReadOnlyDictionary<string, string> Labels)> edit, string verb,
        string field, Change change, CancellationToken ct)
        => OnceAsync(verb, named, change, async () =>
        {
            var name = kind.NameOf(named);
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var before = await FindAsync(named, ct) ?? throw ResourceErrors.NotFound(name);
                CheckEtag(before, etag, name);
                kind.CheckChangeable(before, verb);
                var findings = new FieldFindings(field);
                var (value, labels) = edit(before, findings);
                await CheckAsync(value, before.Value, labels, findings, ct);
                var after = before with { Value = value, Labels = labels, UpdatedAt = time.GetUtcNow() };
                if (IsSame(before, after))
                {
                    return before;
                }

                if (await WriteAsync(verb, before, after, change, ct) is { } written)
                {
                    return written;
                }
            }

            throw etag is null ? StoreErrors.Contended(name) : ResourceErrors.EtagMismatch(name);
        }, ct);

    /// <summary>Deletes a resource.</summary>
    /// <param name="named">A thing with its name.</param>
    /// <param name="etag">What the caller read; null for whatever is there.</param>
    /// <param name="change">Who does it.</param>
    /// <param name="ct">Ends the wait before the change, never between its parts.</param>
    /// <exception cref="RefusedException"><c>RESOURCE_NOT_FOUND</c>, <c>ETAG_MISMATCH</c>, <c>RESOURCE_IN_USE</c>,
    /// <c>RESOURCE_OWNED_BY_FILE</c>, <c>STORE_CONTENDED</c>, <c>AUDIT_UNAVAILABLE</c>.</exception>
    public Task DeleteAsync(T named, string? etag, Change change, CancellationToken ct)
        => OnceAsync("delete", named, change, async () =>
        {
            var name = kind.NameOf(named);
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var before = await FindAsync(named, ct) ?? throw ResourceErrors.NotFound(name);
                CheckEtag(before, etag, name);
                kind.CheckChangeable(before, "delete");
                if (await kind.FindDependentsAsync(before.Value, ct) is { Count: > 0 } dependents)
                {
                    throw ResourceErrors.InUse(name, dependents.Names, dependents.Count);
                }

                if (await WriteAsync("delete", before, null, change, ct) is { } gone)
                {
                    return gone;
                }
            }

            throw etag is null ? StoreErrors.Contended(name) : ResourceErrors.EtagMismatch(name);
        }, ct);

    static void CheckEtag(Resource<T> before, string? etag, string name)
    {
        if (etag is not null && etag != before.Etag)
        {
            throw ResourceErrors.EtagMismatch(name);
        }
    }

    async Task CheckAsync(T value, T? before, IReadOnlyDictionary<string, string> labels, FieldFindings findings, CancellationToken ct)
    {
        if (labels.Count > ResourceLabels.Most)
        {
            findings.Wrong("labels", $"There are {labels.Count}: at most {ResourceLabels.Most}.");
        }

        foreach (var (key, _) in labels.Where(l => !ResourceLabels.IsLabel(l.Key, l.Value)))
        {
            findings.Wrong("labels", ResourceLabels.Explain(key));
        }

        await kind.CheckAsync(value, before, findings, ct);
        findings.ThrowIfAny();
    }

    bool IsSame(Resource<T> before, Resource<T> after)
        => kind.Write(before with { UpdatedAt = null }).AsSpan().SequenceEqual(kind.Write(after with { UpdatedAt = null }));

    // Null when somebody else was faster; the caller looks again.
    async Task<Resource<T>?> WriteAsync(string verb, Resource<T>? before, Resource<T>? after, Change change, CancellationToken ct)
    {
        var value = (after ?? before)!.Value;
        // The type is said: a null array would become an empty value here, and not a deletion.
        var document = after is null ? default(ReadOnlyMemory<byte>?) : kind.Write(after);
        var writes = new List<StoreWrite> { new(kind.KeyOf(value), document, before?.Version ?? 0) };
        writes.AddRange(await kind.SideWritesAsync(before, after, ct));
        if (change.ValidateOnly)
        {
            return after ?? before;
        }

        if (change.Request is { } request)
        {
            writes.Add(requests.Remember(request, after is null ? default : writes[0].Value!.Value));
        }

        await audit.AppendAsync(change.Event($"{kind.Collection}.{verb}", kind.NameOf(value), time.GetUtcNow()) with
        {
            Before = Json(before),
            After = Json(after),
        });
        // From here on it is on record: whoever hangs up now does not leave it half done.
        return await store.TryWriteAsync(writes, CancellationToken.None) is { } revision ? (after ?? before)! with { Version = revision } : null;
    }

    string? Json(Resource<T>? resource) => resource is null ? null : Encoding.UTF8.GetString(kind.Write(resource));

    // A request that was carried out before, or meanwhile by its own repetition, is answered as it was then.
    async Task<Resource<T>> OnceAsync(string verb, T named, Change change, Func<Task<Resource<T>>> work, CancellationToken ct)
    {
        try
        {
            return await FindAnswerAsync(named, change, ct) ?? await work();
        }
        catch (RefusedException refusal) when (refusal.Reason is not "AUDIT_UNAVAILABLE" && !change.ValidateOnly)
        {
            if (await FindAnswerAsync(named, change, ct) is { } answered)
            {
                return answered;
            }

            await audit.AppendAsync(change.Event($"{kind.Collection}.{verb}", kind.NameOf(named), time.GetUtcNow()) with { Outcome = "refused", Reason = refusal.Reason });
            throw;
        }
    }

    async Task<Resource<T>?> FindAnswerAsync(T named, Change change, CancellationToken ct)
        => await requests.FindAsync(change.Request, ct) is not { } answer ? null
            : answer.Json.IsEmpty ? new(named)
            : kind.Read(new(kind.KeyOf(named), answer.Json, answer.Version, null));

    async Task<ResourcePage<T>> ListByKeyAsync(ResourceQuery<T> query, CancellationToken ct)
    {
        var items = new List<Resource<T>>();
        var after = query.After;
        for (var read = 0; read < ReadAtOnce;)
        {
            var size = query.Filter.IsEmpty && query.Keep is null ? query.Limit - items.Count : StoreLimits.PageSize;
            var page = await store.ListAsync(query.Prefix ?? kind.Prefix, after, size, ct);
            foreach (var document in page)
            {
                after = document.Key;
                if (kind.Read(document) is var resource && query.Passes(resource))
                {
                    items.Add(resource);
                    if (items.Count == query.Limit)
                    {
                        return new(items, after);
                    }
                }
            }

            if (page.Count < size)
            {
                return new(items, null);
            }

            read += page.Count;
        }

        return new(items, after);
    }

    async Task<ResourcePage<T>> ListSortedAsync(ResourceQuery<T> query, CancellationToken ct)
    {
        var all = new List<Resource<T>>();
        string? after = null;
        do
        {
            var page = await ListByKeyAsync(query with { After = after, Limit = StoreLimits.PageSize }, ct);
            all.AddRange(page.Items);
            after = page.Next;
            if (all.Count > MostSorted)
            {
                throw ResourceErrors.OrderTooLarge(MostSorted);
            }
        }
        while (after is not null);

        var sorted = all.Order(query.Order).ToList();
        // Where the page before ended: by its last item, or by its number when that item has gone.
        var begin = 0;
        if (query.After?.Split(' ') is [var number, var key])
        {
            var at = sorted.FindIndex(r => kind.KeyOf(r.Value) == key);
            begin = at < 0 ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : at + 1;
        }

        var items = sorted.Skip(begin).Take(query.Limit).ToList();
        var end = begin + items.Count;
        return new(items, end < sorted.Count ? $"{end} {kind.KeyOf(items[^1].Value)}" : null);
    }
}

/// <summary>Which resources to list.</summary>
/// <typeparam name="T">The kind of thing.</typeparam>
/// <param name="Filter">Those that pass.</param>
/// <param name="Order">In this order; by key when empty.</param>
/// <param name="Limit">At most this many, 1 to 1000.</param>
public sealed record ResourceQuery<T>(Filter<Resource<T>> Filter, Order<Resource<T>> Order, int Limit)
    where T : class
{
    /// <summary>Only keys below this; all of the kind unless set.</summary>
    public string? Prefix { get; init; }

    /// <summary>Where the page before ended; null for the first.</summary>
    public string? After { get; init; }

    /// <summary>A narrowing that the caller cannot see through; null for none.</summary>
    public Func<Resource<T>, bool>? Keep { get; init; }

    internal bool Passes(Resource<T> resource) => (Keep is null || Keep(resource)) && Filter.Matches(resource);
}

/// <summary>A page of resources.</summary>
/// <typeparam name="T">The kind of thing.</typeparam>
/// <param name="Items">The resources.</param>
/// <param name="Next">Where the page ended; null when it is the last.</param>
public sealed record ResourcePage<T>(IReadOnlyList<Resource<T>> Items, string? Next)
    where T : class;
