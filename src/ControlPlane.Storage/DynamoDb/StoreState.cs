using System.Collections.Frozen;
using Amazon.DynamoDBv2.Model;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>The one item that every transaction changes, and by which writers of all replicas come one after the other.</summary>
/// <param name="Revision">The newest revision.</param>
/// <param name="Floor">The feed holds what came after this revision.</param>
/// <param name="Changes">How many rows the feed ever got.</param>
/// <param name="Families">The families that ever held a document.</param>
/// <param name="Transaction">The id of the transaction that wrote it last.</param>
sealed record StoreState(long Revision, long Floor, long Changes, FrozenSet<string> Families, string Transaction)
{
    /// <summary>The most that names of families may have together, in bytes: a part of the 400 KB of an item.</summary>
    public const int FamilyBytes = 100_000;

    public static StoreState Of(Dictionary<string, AttributeValue> item) => new(
        item.Number(Names.Revision),
        item.Number(Names.Floor),
        item.Number(Names.Changes),
        item.TryGetValue(Names.Families, out var families) ? families.SS.ToFrozenSet(StringComparer.Ordinal) : [],
        item.TryGetValue(Names.Transaction, out var transaction) ? transaction.S : "");
}
