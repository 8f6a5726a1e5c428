using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Store;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Fills the table from another store.</summary>
sealed class DynamoDbRestore(IAmazonDynamoDB client, string table)
{
    /// <summary>Writes documents as they were elsewhere.</summary>
    public async Task<bool> WriteAsync(IReadOnlyList<StoredDocument> documents, CancellationToken ct)
    {
        // The families first: a document whose family nobody knows would not be listed.
        await client.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = table,
            Key = KeySpace.State,
            UpdateExpression = "ADD #f :f",
            ExpressionAttributeNames = new() { ["#f"] = Names.Families },
            ExpressionAttributeValues = new() { [":f"] = new() { SS = [.. documents.Select(d => KeySpace.Family(d.Key)).Distinct(StringComparer.Ordinal)] } },
        }, ct);
        await BatchWrites.SendAsync(
            client, table, documents.Select(d => new WriteRequest(new PutRequest(WriteAttempt.Document(d.Key, d.Value.ToArray(), d.Version, d.ExpiresAt?.UtcTicks)))), ct);
        return true;
    }

    /// <summary>Removes a document without telling, and makes a revision the newest and the feed's first.</summary>
    public async Task<bool> FinishAsync(string mark, long revision, CancellationToken ct)
    {
        await client.TransactWriteItemsAsync(new TransactWriteItemsRequest
        {
            TransactItems =
            [
                new()
                {
                    Update = new()
                    {
                        TableName = table,
                        Key = KeySpace.State,
                        UpdateExpression = "SET #r = :r, #l = :r",
                        ExpressionAttributeNames = new() { ["#r"] = Names.Revision, ["#l"] = Names.Floor },
                        ExpressionAttributeValues = new() { [":r"] = ItemValues.Of(revision) },
                    },
                },
                new() { Delete = new() { TableName = table, Key = KeySpace.Document(mark) } },
            ],
        }, ct);
        return true;
    }
}
