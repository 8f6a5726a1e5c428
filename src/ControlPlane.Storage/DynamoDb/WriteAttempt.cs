using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Store;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>One transaction: the state, the documents and the feed's chunks, at most 98 items.</summary>
/// <param name="Before">The state that it stands on.</param>
/// <param name="Pending">What it writes.</param>
/// <param name="Seen">The documents that were looked at to decide, null where there was none.</param>
sealed record WriteAttempt(StoreState Before, PendingChanges Pending, IReadOnlyDictionary<string, StoredDocument?> Seen)
{
    const string Unchanged = "#v = :seen";
    const string Absent = "attribute_not_exists(#p)";

    /// <summary>Tells DynamoDB that a repeated request is the same one, and us whose transaction a chunk is.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString();

    public IReadOnlyList<FeedChunk> Chunks => field ??= FeedChunk.Pack(Before, Pending, Id);

    public StoreState After => field ??= Before with
    {
        Revision = Pending.Revision,
        Changes = Chunks[^1].Total,
        Families = [.. Before.Families, .. NewFamilies],
        Transaction = Id,
    };

    List<string> NewFamilies => field ??=
        [.. Pending.Documents.Where(d => d.Value is not null).Select(d => KeySpace.Family(d.Key)).Distinct(StringComparer.Ordinal).Where(f => !Before.Families.Contains(f))];

    /// <summary>The request; its first item is the state.</summary>
    public TransactWriteItemsRequest ToRequest(string table) => new()
    {
        ClientRequestToken = Id,
        TransactItems =
        [
            new() { Update = State(table) },
            .. Pending.Documents.Select(d => Write(table, d.Key, d.Value, d.Version, d.Expires)),
            .. Seen.Keys.Except(Pending.Documents.Select(d => d.Key), StringComparer.Ordinal).Select(k => new TransactWriteItem { ConditionCheck = Check(table, k) }),
            .. Chunks.Select(c => new TransactWriteItem { Put = new() { TableName = table, Item = c.ToItem() } }),
        ],
    };

    Update State(string table)
    {
        var update = new Update
        {
            TableName = table,
            Key = KeySpace.State,
            UpdateExpression = "SET #r = :r, #c = :c, #t = :t",
            ConditionExpression = "#r = :before",
            ExpressionAttributeNames = new() { ["#r"] = Names.Revision, ["#c"] = Names.Changes, ["#t"] = Names.Transaction },
            ExpressionAttributeValues = new()
            {
                [":r"] = ItemValues.Of(After.Revision),
                [":c"] = ItemValues.Of(After.Changes),
                [":t"] = new(Id),
                [":before"] = ItemValues.Of(Before.Revision),
            },
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        if (NewFamilies.Count > 0)
        {
            update.UpdateExpression += " ADD #f :f";
            update.ExpressionAttributeNames["#f"] = Names.Families;
            update.ExpressionAttributeValues[":f"] = new() { SS = NewFamilies };
        }

        return update;
    }

    TransactWriteItem Write(string table, string key, byte[]? value, long version, long? expires)
    {
        var (condition, names, values) = Condition(key);
        return value is null
            ? new()
            {
                Delete = new()
                {
                    TableName = table,
                    Key = KeySpace.Document(key),
                    ConditionExpression = condition,
                    ExpressionAttributeNames = names,
                    ExpressionAttributeValues = values,
                },
            }
            : new()
            {
                Put = new()
                {
                    TableName = table,
                    Item = Document(key, value, version, expires),
                    ConditionExpression = condition,
                    ExpressionAttributeNames = names,
                    ExpressionAttributeValues = values,
                },
            };
    }

    ConditionCheck Check(string table, string key)
    {
        var (condition, names, values) = Condition(key);
        return new()
        {
            TableName = table,
            Key = KeySpace.Document(key),
            ConditionExpression = condition,
            ExpressionAttributeNames = names,
            ExpressionAttributeValues = values,
        };
    }

    // The state's condition alone would do if DynamoDB applied all of a transaction in one moment.
    (string? Condition, Dictionary<string, string>? Names, Dictionary<string, AttributeValue>? Values) Condition(string key)
        => !Seen.TryGetValue(key, out var seen)
            ? (null, null, null)
            : seen is null
                ? (Absent, new() { ["#p"] = Names.PartitionKey }, null)
                : (Unchanged, new() { ["#v"] = Names.Version }, new() { [":seen"] = ItemValues.Of(seen.Version) });

    /// <summary>A document's item.</summary>
    public static Dictionary<string, AttributeValue> Document(string key, byte[] value, long version, long? expires)
    {
        var item = KeySpace.Document(key);
        item[Names.Value] = new(ItemValues.Text(value));
        item[Names.Version] = ItemValues.Of(version);
        if (expires is { } at)
        {
            item[Names.Expires] = ItemValues.Of(at);
            item[Names.Shard] = new(KeySpace.ExpiryShard(key));
        }

        return item;
    }
}
