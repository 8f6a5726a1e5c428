using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Many items at once, each by itself, until all are done.</summary>
static class BatchWrites
{
    // Developer Guide, quotas: a BatchWriteItem takes 25 items.
    const int Items = 25;

    public static async Task SendAsync(IAmazonDynamoDB client, string table, IEnumerable<WriteRequest> writes, CancellationToken ct)
    {
        foreach (var part in writes.Chunk(Items))
        {
            var rest = new Dictionary<string, List<WriteRequest>> { [table] = [.. part] };
            for (var tries = 0; rest.Count > 0; tries++)
            {
                if (tries == Patience.Tries)
                {
                    throw DynamoDbFaults.Busy(null);
                }

                await (tries > 0 ? Patience.WaitAsync(ct, tries) : Task.CompletedTask);
                var answer = await client.BatchWriteItemAsync(new BatchWriteItemRequest { RequestItems = rest }, ct);
                rest = answer.UnprocessedItems ?? [];
            }
        }
    }
}
