using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Store;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Reads a range of keys query by query, in the order of keys.</summary>
sealed class KeyScan(IAmazonDynamoDB client, string table, string prefix, KeyBounds bounds, IReadOnlySet<string> families)
{
    readonly Queue<KeySpan> _spans = new(KeySpace.Spans(prefix, bounds, families));
    string _upTo = bounds.From;

    /// <summary>Whether all of the range was read.</summary>
    public bool IsDone => _spans.Count == 0;

    /// <summary>Whether a key is in the part that was read.</summary>
    public bool HasPassed(string key)
        => key.StartsWith(prefix, StringComparison.Ordinal)
            && Utf8Order.Instance.Compare(key, bounds.From) >= 0
            && (IsDone || Utf8Order.Instance.Compare(key, _upTo) < 0);

    /// <summary>One query.</summary>
    /// <param name="limit">At most so many documents; expired ones count.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<StoredDocument>> NextAsync(int limit, CancellationToken ct)
    {
        if (!_spans.TryPeek(out var span))
        {
            return [];
        }

        var from = Utf8Order.Instance.Compare(span.From, _upTo) >= 0 ? span.From : _upTo;
        var answer = await client.QueryAsync(new QueryRequest
        {
            TableName = table,
            ConsistentRead = true,
            KeyConditionExpression = "#p = :p AND #s BETWEEN :from AND :to",
            ExpressionAttributeNames = new() { ["#p"] = Names.PartitionKey, ["#s"] = Names.SortKey },
            ExpressionAttributeValues = new()
            {
                [":p"] = new(KeySpace.Partition(span.Family)),
                // DynamoDB takes no empty text in a key, and no key sorts before this.
                [":from"] = new(from.Length > 0 ? from : "\u0001"),
                [":to"] = new(span.To),
            },
            Limit = limit,
        }, ct);
        if (answer.LastEvaluatedKey is { Count: > 0 } last)
        {
            _upTo = last.Key() + '\u0001';
        }
        else
        {
            _spans.Dequeue();
            _upTo = span.To;
        }

        // BETWEEN takes the end with it.
        return [.. (answer.Items ?? []).Where(i => Utf8Order.Instance.Compare(i.Key(), span.To) < 0).Select(i => i.Document())];
    }
}
