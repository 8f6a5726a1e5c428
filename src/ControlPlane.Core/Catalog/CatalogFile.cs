using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Catalog;

/// <summary>What a catalog file says, checked.</summary>
public sealed record CatalogFile
{
    static readonly Dictionary<string, string> _none = [];

    /// <summary>The accounts.</summary>
    public required IReadOnlyList<Account> Accounts { get; init; }

    /// <summary>The domains.</summary>
    public required IReadOnlyList<Domain> Domains { get; init; }

    /// <summary>The teams.</summary>
    public required IReadOnlyList<Team> Teams { get; init; }

    /// <summary>The users.</summary>
    public required IReadOnlyList<User> Users { get; init; }

    /// <summary>The groups.</summary>
    public required IReadOnlyList<Group> Groups { get; init; }

    /// <summary>The entitlements; their source is <c>catalog</c>.</summary>
    public required IReadOnlyList<Entitlement> Entitlements { get; init; }

    /// <summary>The labels of each thing, by the thing itself.</summary>
    internal IReadOnlyDictionary<object, IReadOnlyDictionary<string, string>> Labels { get; init; }
        = new Dictionary<object, IReadOnlyDictionary<string, string>>();

    internal IReadOnlyDictionary<string, string> LabelsOf(object thing) => Labels.GetValueOrDefault(thing) ?? _none;

    /// <summary>Reads and checks a catalog.</summary>
    /// <param name="text">YAML: one document for each thing.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="Errors.RefusedException"><c>CATALOG_INVALID</c>, with everything that is wrong.</exception>
    public static CatalogFile Parse(TextReader text, string name) => new CatalogReader(new(name)).Read(text);
}

/// <summary>A thing of a catalog and where it stands.</summary>
sealed record Placed<T>(T Value, CatalogFields Spec, CatalogFields Document);
