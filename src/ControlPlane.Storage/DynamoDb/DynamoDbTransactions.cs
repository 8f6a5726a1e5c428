using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Store;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Commits transactions, and knows of each whether it was applied: one whose answer was lost is sent again under the same
/// token.</summary>
/// <param name="client">A client that asks nothing again by itself.</param>
/// <param name="table">The table.</param>
/// <param name="feed">Tells who wrote what.</param>
/// <param name="timeout">How long a transaction is sent again.</param>
sealed class DynamoDbTransactions(IAmazonDynamoDB client, string table, DynamoDbFeed feed, TimeSpan timeout)
{
    /// <returns>Whether it was applied, and the newest state; null for one that must be read first.</returns>
    /// <exception cref="Errors.RefusedException"><c>STORE_UNAVAILABLE</c>: nobody answered, so nobody knows.</exception>
    public async Task<(bool Done, StoreState? State)> CommitAsync(WriteAttempt attempt)
    {
        Check(attempt.After);
        var request = attempt.ToRequest(table);
        var begun = TimeProvider.System.GetTimestamp();
        var isDoubtful = false;
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.TransactWriteItemsAsync(request, CancellationToken.None);
                return (true, attempt.After);
            }
            catch (TransactionCanceledException e) when (e.CancellationReasons is [{ Code: "ConditionalCheckFailed", Item.Count: > 0 } reason, ..])
            {
                var now = StoreState.Of(reason.Item);
                return await IsOursAsync(attempt, now) ? (true, null) : (false, now);
            }
            catch (TransactionCanceledException e) when (IsDecided(e, isDoubtful))
            {
                // In somebody's way, or on top of documents that are no longer so.
                return (false, null);
            }
            catch (Exception e) when (DynamoDbFaults.IsPassing(e))
            {
                if (TimeProvider.System.GetElapsedTime(begun) > timeout)
                {
                    throw DynamoDbFaults.Running(e) ?? e;
                }

                isDoubtful |= !DynamoDbFaults.IsThrottled(e);
                await Patience.WaitAsync(CancellationToken.None, tries);
            }
        }
    }

    // DynamoDB itself answers a repeated token with success for ten minutes; this needs neither the token's time nor its kindness.
    async Task<bool> IsOursAsync(WriteAttempt attempt, StoreState now)
        => now.Transaction == attempt.Id || (now.Revision > attempt.After.Revision && await feed.IsWrittenByAsync(attempt.Chunks[0], CancellationToken.None));

    // One that was sent before may be in the way of itself.
    static bool IsDecided(TransactionCanceledException e, bool isDoubtful)
        => e.CancellationReasons.Any(r => r.Code is "ConditionalCheckFailed") || (!isDoubtful && DynamoDbFaults.IsPassing(e));

    static void Check(StoreState after)
    {
        if (after.Families.Sum(f => f.Length) > StoreState.FamilyBytes)
        {
            throw StoreErrors.LimitExceeded("There are too many different first segments of keys for this engine.");
        }
    }
}
