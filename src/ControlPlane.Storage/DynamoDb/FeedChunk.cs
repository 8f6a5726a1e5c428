using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Some rows of one transaction as one item of the feed. Chunks name where they begin and end, so that a reader notices one that
/// is missing, whoever removed it.</summary>
/// <param name="After">Where it begins: the end of the chunk before it.</param>
/// <param name="UpTo">Where it ends.</param>
/// <param name="Revision">The newest revision of its transaction, which sorts it.</param>
/// <param name="Number">Its number in its transaction.</param>
/// <param name="Transaction">The transaction's id.</param>
/// <param name="At">When it was written, in UTC ticks.</param>
/// <param name="Total">How many rows the feed ever got up to its end.</param>
/// <param name="Entries">The rows.</param>
sealed record FeedChunk(
    FeedPosition After, FeedPosition UpTo, long Revision, int Number, string Transaction, long At, long Total, IReadOnlyList<PendingChange> Entries)
{
    // Of the 400 KB of an item. A batch of 1 MiB makes 7 chunks at most, as two neighbours are together larger than this.
    const int MostBytes = 350_000;

    // What a row costs beside its texts: names, numbers and the bytes of the map (Developer Guide, "Item sizes and formats").
    const int RowBytes = 64;

    /// <summary>How many bytes of text it has.</summary>
    public long Bytes { get; } = Entries.Sum(Size);

    public string SortKey => string.Create(CultureInfo.InvariantCulture, $"{Revision:D19}/{Number:D2}");

    /// <summary>The chunks of a transaction.</summary>
    public static IReadOnlyList<FeedChunk> Pack(StoreState before, PendingChanges pending, string transaction)
    {
        var chunks = new List<FeedChunk>();
        var (after, total) = (FeedPosition.End(before.Revision), before.Changes);
        foreach (var part in Split(pending.Feed))
        {
            var upTo = part.Count > 0 && !ReferenceEquals(part[^1], pending.Feed[^1])
                ? new FeedPosition(part[^1].Revision, part[^1].Ordinal)
                : FeedPosition.End(pending.Revision);
            total += part.Count;
            chunks.Add(new(after, upTo, pending.Revision, chunks.Count, transaction, pending.Now, total, part));
            after = upTo;
        }

        return chunks;
    }

    public static FeedChunk Of(Dictionary<string, AttributeValue> item)
    {
        var sort = item.Key().Split('/');
        return new(
            FeedPosition.Parse(item[Names.After].S), FeedPosition.Parse(item[Names.UpTo].S),
            long.Parse(sort[0], CultureInfo.InvariantCulture), int.Parse(sort[1], CultureInfo.InvariantCulture),
            item[Names.Transaction].S, item.Number(Names.At), item.Number(Names.Total),
            [.. (item[Names.Entries].L ?? []).Select(e => Entry(e.M))]);
    }

    public Dictionary<string, AttributeValue> ToItem() => new()
    {
        [Names.PartitionKey] = new(KeySpace.Feed),
        [Names.SortKey] = new(SortKey),
        [Names.After] = new(After.ToString()),
        [Names.UpTo] = new(UpTo.ToString()),
        [Names.Transaction] = new(Transaction),
        [Names.At] = ItemValues.Of(At),
        [Names.Total] = ItemValues.Of(Total),
        [Names.Entries] = new() { L = [.. Entries.Select(Entry)], IsLSet = true },
    };

    // A transaction without rows has a chunk all the same: without it the next would seem to follow a gap.
    static IEnumerable<IReadOnlyList<PendingChange>> Split(List<PendingChange> rows)
    {
        var part = new List<PendingChange>();
        var bytes = 0;
        foreach (var row in rows)
        {
            var size = Size(row);
            if (part.Count > 0 && bytes + size > MostBytes)
            {
                yield return part;
                (part, bytes) = ([], 0);
            }

            part.Add(row);
            bytes += size;
        }

        yield return part;
    }

    static int Size(PendingChange row) => RowBytes + Encoding.UTF8.GetByteCount(row.Key) + (row.Value?.Length ?? 0);

    static AttributeValue Entry(PendingChange row)
    {
        var map = new Dictionary<string, AttributeValue> { ["r"] = ItemValues.Of(row.Revision), ["o"] = ItemValues.Of(row.Ordinal), ["k"] = new(row.Key) };
        if (row.Value is { } value)
        {
            map["v"] = new(ItemValues.Text(value));
        }

        if (row.Expires is { } expires)
        {
            map["x"] = ItemValues.Of(expires);
        }

        return new() { M = map };
    }

    static PendingChange Entry(Dictionary<string, AttributeValue> map)
        => new(map.Number("r"), map.Number("o"), map["k"].S, map.TryGetValue("v", out var value) ? ItemValues.Bytes(value.S) : null, map.NumberOrNull("x"));
}
