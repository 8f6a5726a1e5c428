using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Which partition holds what. Documents lie by family, the first segment of their key, under the whole key: every prefix with a
/// slash is then one query of one partition in the order of UTF-8 bytes, which is how DynamoDB sorts text. A family that gets hot is split
/// by DynamoDB itself along its sort key, as the table has no local index (Developer Guide, "Designing partition keys"). Consumed ids are
/// read one by one only, so they are spread by their hash.</summary>
static class KeySpace
{
    /// <summary>How many partitions consumed ids have.</summary>
    public const int ConsumedShards = 64;

    /// <summary>How many partitions the index of what expires has: a partition takes 1,000 writes a second.</summary>
    public const int ExpiryShards = 8;

    /// <summary>The family of keys without a slash. Every other one ends in a slash.</summary>
    public const string Root = "-";
    public const string Feed = "feed";

    public static Dictionary<string, AttributeValue> State { get; } = Item("state", "state");

    /// <summary>The family of a key.</summary>
    public static string Family(string key) => key.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? key[..(slash + 1)] : Root;

    public static string Partition(string family) => $"document:{family}";

    public static Dictionary<string, AttributeValue> Document(string key) => Item(Partition(Family(key)), key);

    public static Dictionary<string, AttributeValue> Consumed(string key) => Item(ConsumedPartition(Hash(key) % ConsumedShards), key);

    public static string ConsumedPartition(int shard) => string.Create(CultureInfo.InvariantCulture, $"consumed:{shard:x2}");

    public static string ExpiryShard(string key) => ExpiryShard(Hash(key) % ExpiryShards);

    public static string ExpiryShard(int shard) => string.Create(CultureInfo.InvariantCulture, $"expiry:{shard}");

    /// <summary>The partitions of a range of keys, in the order of keys: all that hold a key of the range, each with its part of
    /// it.</summary>
    /// <param name="prefix">What the keys begin with.</param>
    /// <param name="bounds">The range.</param>
    /// <param name="families">The families that there are.</param>
    public static IEnumerable<KeySpan> Spans(string prefix, KeyBounds bounds, IReadOnlySet<string> families)
    {
        var spans = prefix.Contains('/', StringComparison.Ordinal) ? [new(Family(prefix), bounds.From, bounds.To)] : AllSpans(prefix, bounds, families);
        return spans.Where(s => !s.IsEmpty);
    }

    // Between two families lie keys without a slash.
    static IEnumerable<KeySpan> AllSpans(string prefix, KeyBounds bounds, IReadOnlySet<string> families)
    {
        var from = bounds.From;
        var hasRoot = families.Contains(Root);
        foreach (var family in families.Where(f => f is not Root && f.StartsWith(prefix, StringComparison.Ordinal)).Order(Utf8Order.Instance))
        {
            var inside = KeyBounds.Of(family, null);
            if (hasRoot)
            {
                yield return new(Root, from, family);
            }

            yield return new(family, Later(from, inside.From), inside.To);
            from = Later(from, inside.To);
        }

        if (hasRoot)
        {
            yield return new(Root, from, bounds.To);
        }
    }

    static string Later(string left, string right) => Utf8Order.Instance.Compare(left, right) >= 0 ? left : right;

    static int Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key))[0];

    static Dictionary<string, AttributeValue> Item(string partition, string sort)
        => new() { [Names.PartitionKey] = new(partition), [Names.SortKey] = new(sort) };
}
