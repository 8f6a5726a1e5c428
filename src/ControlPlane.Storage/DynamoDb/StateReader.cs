using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Reads the state.</summary>
sealed class StateReader(IAmazonDynamoDB client, string table)
{
    /// <summary>The state as it was last committed.</summary>
    public async Task<StoreState> ReadAsync(CancellationToken ct) => await FindAsync(ct) ?? throw Missing();

    /// <summary>As <see cref="ReadAsync"/>, or null in a table that was never opened.</summary>
    public async Task<StoreState?> FindAsync(CancellationToken ct)
        => await FindItemAsync(ct) is { } item ? StoreState.Of(item) : null;

    public async Task<Dictionary<string, AttributeValue>?> FindItemAsync(CancellationToken ct)
    {
        var answer = await client.GetItemAsync(new GetItemRequest { TableName = table, Key = KeySpace.State, ConsistentRead = true }, ct);
        return answer.IsItemSet ? answer.Item : null;
    }

    /// <summary>The state at a moment at which no transaction is being applied. DynamoDB applies a transaction item by item, and a query
    /// may see a part of it; a transactional read is refused meanwhile.</summary>
    public async Task<StoreState> ReadSettledAsync(CancellationToken ct)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                var answer = await client.TransactGetItemsAsync(
                    new TransactGetItemsRequest { TransactItems = [new() { Get = new() { TableName = table, Key = KeySpace.State } }] }, ct);
                return answer.Responses is [{ Item: { Count: > 0 } item }] ? StoreState.Of(item) : throw Missing();
            }
            catch (TransactionCanceledException e) when (tries < Patience.Tries && e.CancellationReasons.Any(r => r.Code is "TransactionConflict"))
            {
                await Patience.WaitAsync(ct, tries);
            }
        }
    }

    static InvalidOperationException Missing() => new("The table has lost its state.");
}
