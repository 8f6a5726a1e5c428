using ControlPlane.Cli.Catalog;
using Google.Protobuf;

namespace ControlPlane.Cli.Apply;

/// <summary>What is to be done with one resource.</summary>
/// <param name="Action">What.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
sealed record PlanStep(PlanAction Action, CatalogKind Kind, string Name)
{
    /// <summary>What it shall be, with the etag of what was seen; null for a deletion.</summary>
    public IMessage? Wanted { get; init; }

    /// <summary>The etag of what was seen; empty when it was not there.</summary>
    public string Etag { get; init; } = "";

    /// <summary>The fields that differ.</summary>
    public IReadOnlyList<FieldDiff> Diffs { get; init; } = [];

    /// <summary>What it needs to be there before, and what its deletion must follow.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];
}

/// <summary>What is done with a resource.</summary>
enum PlanAction
{
    /// <summary>It is as it shall be.</summary>
    Same,

    /// <summary>It is not there.</summary>
    Create,

    /// <summary>It differs.</summary>
    Change,

    /// <summary>It shall no longer be there.</summary>
    Delete,
}

/// <summary>A field that differs.</summary>
/// <param name="Field">Its name in YAML.</param>
/// <param name="Mask">Its name in the contract.</param>
/// <param name="Before">What is there; empty for nothing.</param>
/// <param name="After">What shall be there; empty for nothing.</param>
sealed record FieldDiff(string Field, string Mask, string Before, string After);
