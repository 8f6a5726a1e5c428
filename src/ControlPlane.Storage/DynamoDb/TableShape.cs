using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>What the table must look like: docs/operations/dynamodb.md says the same.</summary>
static class TableShape
{
    public static CreateTableRequest Create(string table) => new()
    {
        TableName = table,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        DeletionProtectionEnabled = true,
        AttributeDefinitions =
        [
            new(Names.PartitionKey, ScalarAttributeType.S), new(Names.SortKey, ScalarAttributeType.S),
            new(Names.Shard, ScalarAttributeType.S), new(Names.Expires, ScalarAttributeType.N),
        ],
        KeySchema = [new(Names.PartitionKey, KeyType.HASH), new(Names.SortKey, KeyType.RANGE)],
        GlobalSecondaryIndexes =
        [
            new()
            {
                IndexName = Names.ExpiryIndex,
                KeySchema = [new(Names.Shard, KeyType.HASH), new(Names.Expires, KeyType.RANGE)],
                Projection = new() { ProjectionType = ProjectionType.KEYS_ONLY },
            },
        ],
    };

    /// <summary>Everything that is wrong with a table.</summary>
    public static IReadOnlyList<string> Findings(TableDescription table)
    {
        var findings = new List<string>();
        if (table.TableStatus != TableStatus.ACTIVE && table.TableStatus != TableStatus.UPDATING)
        {
            findings.Add($"its status is {table.TableStatus}");
        }

        var types = (table.AttributeDefinitions ?? []).ToDictionary(a => a.AttributeName, a => a.AttributeType.Value, StringComparer.Ordinal);
        Compare(findings, "its key", table.KeySchema, types, $"{Names.PartitionKey} S HASH, {Names.SortKey} S RANGE");
        var index = (table.GlobalSecondaryIndexes ?? []).Find(i => i.IndexName == Names.ExpiryIndex);
        if (index is null)
        {
            findings.Add($"it has no global secondary index '{Names.ExpiryIndex}'");
        }
        else
        {
            Compare(findings, $"the key of its index '{Names.ExpiryIndex}'", index.KeySchema, types, $"{Names.Shard} S HASH, {Names.Expires} N RANGE");
        }

        if (table.LocalSecondaryIndexes is { Count: > 0 })
        {
            findings.Add("it has a local secondary index, which keeps a busy family in one partition");
        }

        return findings;
    }

    static void Compare(List<string> findings, string what, List<KeySchemaElement> schema, Dictionary<string, string> types, string expected)
    {
        var found = string.Join(", ", schema.Select(k => $"{k.AttributeName} {types.GetValueOrDefault(k.AttributeName)} {k.KeyType}"));
        if (found != expected)
        {
            findings.Add($"{what} is '{found}' and not '{expected}'");
        }
    }
}
