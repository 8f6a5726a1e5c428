using System.Text.Json;
using ControlPlane.Store;

namespace ControlPlane.Catalog;

/// <summary>The documents of one thing, which are written together or not at all.</summary>
/// <param name="Writes">The writes; the first is the thing itself, the others are found by it.</param>
/// <param name="Id">The id that claims its spelling; null when case makes no difference.</param>
sealed record CatalogUnit(IReadOnlyList<StoreWrite> Writes, string? Id = null)
{
    public string Key => Writes[0].Key;

    public CatalogUnit Expecting(long version) => this with { Writes = [Writes[0] with { ExpectedVersion = version }, .. Writes.Skip(1)] };
}

/// <summary>One kind of thing, as the catalog wants it.</summary>
/// <param name="Prefix">Where its documents are.</param>
/// <param name="Units">What should be there, by key.</param>
/// <param name="SideKeys">The other keys of a thing that is to be removed, read out of its document.</param>
sealed record CatalogKind(string Prefix, IReadOnlyDictionary<string, CatalogUnit> Units, Func<JsonElement, IEnumerable<string>> SideKeys);
