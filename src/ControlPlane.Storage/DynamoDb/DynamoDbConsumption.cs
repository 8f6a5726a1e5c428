using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Uses up ids: one conditional put, which DynamoDB decides item by item. No turn at the state is taken for it.</summary>
sealed class DynamoDbConsumption(IAmazonDynamoDB client, string table)
{
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

    public async Task<bool> IsUsedAsync(string key, long now, CancellationToken ct)
    {
        var answer = await client.GetItemAsync(new GetItemRequest { TableName = table, Key = KeySpace.Consumed(key), ConsistentRead = true }, ct);
        return answer.IsItemSet && answer.Item.Number(Names.Until) > now;
    }
}
