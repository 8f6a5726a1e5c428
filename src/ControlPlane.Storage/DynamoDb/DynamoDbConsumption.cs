using System.Collections.Concurrent;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Storage.Transfer;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Uses up ids: one conditional put, which DynamoDB decides item by item. No turn at the state is taken for it.</summary>
sealed class DynamoDbConsumption(IAmazonDynamoDB client, string table)
{
    const int AtOnce = 16;

    // DynamoDB's clock removes the item, ours says how long it counts: this is how far ours may be behind.
    static readonly TimeSpan _kept = TimeSpan.FromDays(1);

    public async Task<bool> TryAsync(string key, string by, DateTimeOffset until, long now, CancellationToken ct)
    {
        var item = KeySpace.Consumed(key);
        item[Names.Until] = ItemValues.Of(until.UtcTicks);
        item[Names.By] = new(by);
        item[Names.TimeToLive] = ItemValues.Of((until + _kept).ToUnixTimeSeconds());
        try
        {
            await client.PutItemAsync(new PutItemRequest
            {
                TableName = table,
                Item = item,
                ConditionExpression = "attribute_not_exists(#p) OR #u <= :now",
                ExpressionAttributeNames = new() { ["#p"] = Names.PartitionKey, ["#u"] = Names.Until },
                ExpressionAttributeValues = new() { [":now"] = ItemValues.Of(now) },
                ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
            }, ct);
            return true;
        }
        catch (ConditionalCheckFailedException e)
        {
            // Asked again after an answer was lost: then it was us who used it up.
            return e.Item is { Count: > 0 } held && held.TryGetValue(Names.By, out var who) && who.S == by;
        }
    }

    /// <summary>A page over all partitions: as far as each was read.</summary>
    public async Task<IReadOnlyList<ConsumedKey>> ListAsync(string? after, int limit, long now, CancellationToken ct)
    {
        var found = new ConcurrentBag<ConsumedKey>();
        var ends = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, KeySpace.ConsumedShards), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (shard, end) =>
            {
                var answer = await client.QueryAsync(Query(shard, after, Math.Max(limit / AtOnce, 1), now), end);
                answer.Items?.ForEach(i => found.Add(new(i.Key(), new(i.Number(Names.Until), TimeSpan.Zero))));
                if (answer.LastEvaluatedKey is { Count: > 0 } last)
                {
                    ends.Add(last.Key());
                }
            });
        var upTo = ends.Min(Utf8Order.Instance);
        var page = found.Where(c => upTo is null || Utf8Order.Instance.Compare(c.Key, upTo) <= 0).OrderBy(c => c.Key, Utf8Order.Instance).Take(limit).ToList();
        // Where all that was read is over, what follows may not be.
        return page.Count == 0 && upTo is not null ? await ListAsync(upTo, limit, now, ct) : page;
    }

    QueryRequest Query(int shard, string? after, int limit, long now)
    {
        var request = new QueryRequest
        {
            TableName = table,
            ConsistentRead = true,
            KeyConditionExpression = after is null ? "#p = :p" : "#p = :p AND #s > :after",
            FilterExpression = "#u > :now",
            ExpressionAttributeNames = new() { ["#p"] = Names.PartitionKey, ["#u"] = Names.Until },
            ExpressionAttributeValues = new() { [":p"] = new(KeySpace.ConsumedPartition(shard)), [":now"] = ItemValues.Of(now) },
            Limit = limit,
        };
        if (after is not null)
        {
            request.ExpressionAttributeNames["#s"] = Names.SortKey;
            request.ExpressionAttributeValues[":after"] = new(after);
        }

        return request;
    }

    public async Task<bool> IsUsedAsync(string key, long now, CancellationToken ct)
    {
        var answer = await client.GetItemAsync(new GetItemRequest { TableName = table, Key = KeySpace.Consumed(key), ConsistentRead = true }, ct);
        return answer.IsItemSet && answer.Item.Number(Names.Until) > now;
    }
}
