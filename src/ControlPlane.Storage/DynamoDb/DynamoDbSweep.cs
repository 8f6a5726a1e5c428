using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Removes documents that have expired, of which the feed must tell, and trims the feed. Consumed ids are left to DynamoDB's own
/// time to live.</summary>
sealed class DynamoDbSweep(
    IAmazonDynamoDB client, DynamoDbOptions options, StateReader state, DynamoDbFeed feed, Func<IReadOnlyList<string>, Task> expire, TimeProvider time)
{
    const int Size = 80;

    public async Task RunAsync(CancellationToken ct)
    {
        for (var shard = 0; shard < KeySpace.ExpiryShards; shard++)
        {
            await ExpireAsync(KeySpace.ExpiryShard(shard), ct);
        }

        while (await TrimAsync(ct))
        {
        }
    }

    // The index follows its table some milliseconds late, so it only proposes: the writer looks at the documents themselves.
    async Task ExpireAsync(string shard, CancellationToken ct)
    {
        var request = new QueryRequest
        {
            TableName = options.Table,
            IndexName = Names.ExpiryIndex,
            KeyConditionExpression = "#h = :h AND #e <= :now",
            ExpressionAttributeNames = new() { ["#h"] = Names.Shard, ["#e"] = Names.Expires },
            ExpressionAttributeValues = new() { [":h"] = new(shard), [":now"] = ItemValues.Of(time.GetUtcNow().UtcTicks) },
            Limit = Size,
        };
        do
        {
            var answer = await client.QueryAsync(request, ct);
            if (answer.Items is { Count: > 0 } items)
            {
                await expire([.. items.Select(i => i.Key())]);
            }

            request.ExclusiveStartKey = answer.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    // The floor rises first: whoever then misses a chunk learns why. What an unfinished trim left lies below it and goes with the next.
    async Task<bool> TrimAsync(CancellationToken ct)
    {
        var now = await state.ReadAsync(ct);
        var oldest = await feed.OldestAsync(ct);
        var before = (time.GetUtcNow() - options.FeedAge).UtcTicks;
        var gone = oldest.TakeWhile(c => c.UpTo <= FeedPosition.End(now.Floor) || c.At <= before || now.Changes - c.Total + c.Entries.Count > options.FeedRows).ToList();

        // A batch goes as a whole.
        while (gone.Count > 0 && gone[^1].UpTo.Ordinal < long.MaxValue)
        {
            gone.RemoveAt(gone.Count - 1);
        }

        if (gone.Count == 0)
        {
            return false;
        }

        if (gone[^1].UpTo.Revision > now.Floor)
        {
            await RaiseFloorAsync(gone[^1].UpTo.Revision, ct);
        }

        await BatchWrites.SendAsync(client, options.Table, gone.Select(Delete), ct);

        return gone.Count == oldest.Count;
    }

    async Task RaiseFloorAsync(long floor, CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.UpdateItemAsync(new UpdateItemRequest
                {
                    TableName = options.Table,
                    Key = KeySpace.State,
                    UpdateExpression = "SET #l = :l",
                    ConditionExpression = "#l < :l",
                    ExpressionAttributeNames = new() { ["#l"] = Names.Floor },
                    ExpressionAttributeValues = new() { [":l"] = ItemValues.Of(floor) },
                }, ct);
                return;
            }
            catch (ConditionalCheckFailedException)
            {
                // Another replica was first, and has trimmed more.
                return;
            }
            catch (TransactionConflictException) when (tries < Patience.Tries)
            {
                await Patience.WaitAsync(ct, tries);
            }
        }
    }

    static WriteRequest Delete(FeedChunk chunk)
        => new(new DeleteRequest(new() { [Names.PartitionKey] = new(KeySpace.Feed), [Names.SortKey] = new(chunk.SortKey) }));
}
