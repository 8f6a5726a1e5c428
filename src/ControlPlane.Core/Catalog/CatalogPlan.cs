using System.Text.Json;
using ControlPlane.Store;

namespace ControlPlane.Catalog;

/// <summary>The differences between a catalog and the store, in the order in which they are written.</summary>
sealed class CatalogPlan(DateTimeOffset now)
{
    readonly List<(IReadOnlyList<CatalogUnit> Units, CatalogChange Change)> _removals = [];
    readonly List<(IReadOnlyList<CatalogUnit> Units, CatalogChange Change)> _writes = [];

    /// <summary>Rights go first, and things before what they refer to; then things are made in the opposite order.</summary>
    public IEnumerable<(IReadOnlyList<CatalogUnit> Units, CatalogChange Change)> Phases => Enumerable.Reverse(_removals).Concat(_writes);

    /// <summary>The keys of what the catalog names too, but something else put there.</summary>
    public List<string> LeftAlone { get; } = [];

    public static async Task<CatalogPlan> MakeAsync(IStore store, IReadOnlyList<CatalogKind> kinds, DateTimeOffset now, CancellationToken ct)
    {
        var plan = new CatalogPlan(now);
        foreach (var kind in kinds)
        {
            await plan.AddAsync(store, kind, ct);
        }

        return plan;
    }

    async Task AddAsync(IStore store, CatalogKind kind, CancellationToken ct)
    {
        var creations = new Dictionary<string, CatalogUnit>(kind.Units, StringComparer.Ordinal);
        var updates = new List<CatalogUnit>();
        var removals = new List<CatalogUnit>();
        for (string? after = null; await store.ListAsync(kind.Prefix, after, StoreLimits.PageSize, ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var document in page)
            {
                creations.Remove(document.Key);
                Compare(kind, document, updates, removals);
            }
        }

        _removals.Add((removals, CatalogChange.Removed));
        _writes.Add((updates, CatalogChange.Updated));
        _writes.Add(([.. creations.Values.Select(u => CatalogStamp.New(u.Expecting(0), now))], CatalogChange.Created));
    }

    void Compare(CatalogKind kind, StoredDocument document, List<CatalogUnit> updates, List<CatalogUnit> removals)
    {
        var wanted = kind.Units.GetValueOrDefault(document.Key);
        if (wanted is not null && CatalogStamp.IsSame(document.Value.Span, wanted.Writes[0].Value!.Value.Span))
        {
            return;
        }

        using var json = JsonDocument.Parse(document.Value);
        if (json.RootElement.GetProperty("source").GetString() == CatalogLoader.Source)
        {
            (wanted is null ? removals : updates).Add(wanted is null
                ? Removal(kind, document, json.RootElement)
                : CatalogStamp.Changed(wanted.Expecting(document.Version), json.RootElement, now));
        }
        else if (wanted is not null)
        {
            LeftAlone.Add(document.Key);
        }
    }

    static CatalogUnit Removal(CatalogKind kind, StoredDocument document, JsonElement json) => new(
        [new(document.Key, null, document.Version), .. kind.SideKeys(json).Select(key => new StoreWrite(key, null))]);
}

/// <summary>What happens to a thing.</summary>
enum CatalogChange
{
    Removed,
    Updated,
    Created,
}
