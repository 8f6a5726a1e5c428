using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlPlane.Entitlements;
using ControlPlane.Store;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Catalog;

/// <summary>Turns a catalog file into the documents that should be in the store, in the order in which they depend on each other.</summary>
static class CatalogKinds
{
    static readonly DocumentJson Json = DocumentJson.Readable;

    public static IReadOnlyList<CatalogKind> Of(CatalogFile file) =>
    [
        new("accounts/", Units(file.Accounts.Select(a => Unit(StoreKey.Of(a.Id), a, file.LabelsOf(a), Json.SourcedAccount))), _ => []),
        new("domains/", Units(file.Domains.Select(d => Unit(StoreKey.Of(d.Name), d, file.LabelsOf(d), Json.SourcedDomain))), _ => []),
        new("teams/", Units(file.Teams.Select(t => Claiming(Unit(StoreKey.Of(t.Id), t, file.LabelsOf(t), Json.SourcedTeam), StoreKey.Lower(t.Id), $"{t.Id}"))), TeamClaim),
        new("users/", Units(file.Users.Select(u => Claiming(Unit(StoreKey.Of(u.Id), u, file.LabelsOf(u), Json.SourcedUser), StoreKey.Lower(u.Id), $"{u.Id}"))), UserClaim),
        new("groups/", Units(file.Groups.Select(g => Unit(StoreKey.Of(g.Id), g, file.LabelsOf(g), Json.SourcedGroup))), _ => []),
        new("entitlements/", Units(file.Entitlements.Select(Unit)), ByTeam),
    ];

    static Dictionary<string, CatalogUnit> Units(IEnumerable<CatalogUnit> units) => units.ToDictionary(u => u.Key, StringComparer.Ordinal);

    static CatalogUnit Unit<T>(string key, T value, IReadOnlyDictionary<string, string> labels, JsonTypeInfo<Sourced<T>> type)
        => new([new(key, JsonSerializer.SerializeToUtf8Bytes(new(CatalogLoader.Source, value) { Labels = labels }, type))]);

    static CatalogUnit Unit(Entitlement entitlement)
    {
        var first = new StoreWrite(
            StoreKey.Of(entitlement.Subject, entitlement.Team), JsonSerializer.SerializeToUtf8Bytes(entitlement, Json.Entitlement));
        return new([first, first with { Key = StoreKey.ByTeam(entitlement.Subject, entitlement.Team) }]);
    }

    static CatalogUnit Claiming(CatalogUnit unit, string claimKey, string id) => new([.. unit.Writes, CaseClaims.Write(claimKey, id)], id);

    static IEnumerable<string> TeamClaim(JsonElement document) => [StoreKey.Lower(TeamId.Parse(IdOf(document)))];

    static IEnumerable<string> UserClaim(JsonElement document) => [StoreKey.Lower(UserId.Parse(IdOf(document)))];

    static IEnumerable<string> ByTeam(JsonElement document)
        => document.Deserialize(Json.Entitlement) is { } entitlement ? [StoreKey.ByTeam(entitlement.Subject, entitlement.Team)] : [];

    static string IdOf(JsonElement document) => document.GetProperty("value").GetProperty("id").GetString()!;
}
