using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Store;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Reads the feed's chunks.</summary>
sealed class DynamoDbFeed(IAmazonDynamoDB client, string table, StateReader state)
{
    /// <summary>The oldest chunks that the table holds, oldest first.</summary>
    public Task<IReadOnlyList<FeedChunk>> OldestAsync(CancellationToken ct) => QueryAsync("#p = :p", [], forward: true, 256, ct);

    /// <summary>The newest chunks, oldest first.</summary>
    public async Task<IReadOnlyList<FeedChunk>> NewestAsync(int count, CancellationToken ct)
    {
        var chunks = await QueryAsync("#p = :p", [], forward: false, count, ct);
        return [.. chunks.Reverse()];
    }

    /// <summary>Whether a transaction is the one that made a revision.</summary>
    public async Task<bool> IsWrittenByAsync(FeedChunk chunk, CancellationToken ct)
    {
        var answer = await client.GetItemAsync(new GetItemRequest
        {
            TableName = table,
            Key = new() { [Names.PartitionKey] = new(KeySpace.Feed), [Names.SortKey] = new(chunk.SortKey) },
            ConsistentRead = true,
        }, ct);
        return answer.IsItemSet && FeedChunk.Of(answer.Item).Transaction == chunk.Transaction;
    }

    /// <summary>The next changes under a prefix; null when the feed no longer reaches back to the cursor.</summary>
    public async Task<FeedPage?> PageAsync(FeedCursor cursor, string prefix, CancellationToken ct)
    {
        var place = new FeedPosition(cursor.Revision, cursor.Ordinal);
        for (var tries = 0; ; tries++)
        {
            var now = await state.ReadAsync(ct);
            if (cursor.FromTheStart && place < FeedPosition.End(now.Floor))
            {
                place = FeedPosition.End(now.Floor);
            }

            if (place.Revision > now.Revision || place < FeedPosition.End(now.Floor))
            {
                return null;
            }

            if (place >= FeedPosition.End(now.Revision))
            {
                return new([], Cursor(place));
            }

            var chunks = await UnbrokenAsync(place, ct);
            if (Changes(chunks, place, prefix) is { Count: > 0 } found)
            {
                return new(found, Cursor(chunks[^1].UpTo));
            }

            // What is missing is just being applied, or the feed was trimmed just now, which the next look at the state tells.
            (place, tries) = chunks.Count > 0 ? (chunks[^1].UpTo, 0) : (place, tries);
            if (tries == Patience.Tries)
            {
                throw StoreErrors.Unavailable($"its feed has a gap after {place}.");
            }

            if (chunks.Count == 0)
            {
                await Patience.WaitAsync(ct);
            }
        }
    }

    /// <summary>The chunks after a place as far as each follows the one before.</summary>
    public async Task<IReadOnlyList<FeedChunk>> UnbrokenAsync(FeedPosition place, CancellationToken ct)
    {
        var chunks = await AfterAsync(place, ct);
        return Gap(chunks, place) is >= 0 and var gap ? [.. chunks.Take(gap)] : chunks;
    }

    static List<StoreChange> Changes(IReadOnlyList<FeedChunk> chunks, FeedPosition place, string prefix) =>
    [
        .. chunks.SelectMany(c => c.Entries)
            .Where(e => new FeedPosition(e.Revision, e.Ordinal) > place && e.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(e => new StoreChange(e.Revision, e.Key, Memory(e.Value))),
    ];

    static FeedCursor Cursor(FeedPosition place) => new(place.Revision, place.Ordinal);

    // As many as one answer of 1 MB holds.
    async Task<IReadOnlyList<FeedChunk>> AfterAsync(FeedPosition place, CancellationToken ct)
    {
        // The chunk that holds the place itself may be the one to read on in.
        var from = place.Ordinal == long.MaxValue ? $"{place.Revision:D19}/~" : $"{place.Revision:D19}";
        var chunks = await QueryAsync("#p = :p AND #s > :from", [new(":from", new(from))], forward: true, 256, ct);
        return [.. chunks.SkipWhile(c => c.UpTo <= place)];
    }

    /// <summary>The first chunk that does not follow the one before it; -1 when all do.</summary>
    static int Gap(IReadOnlyList<FeedChunk> chunks, FeedPosition place)
    {
        for (var i = 0; i < chunks.Count; i++)
        {
            if (chunks[i].After > (i == 0 ? place : chunks[i - 1].UpTo))
            {
                return i;
            }
        }

        return -1;
    }

    async Task<IReadOnlyList<FeedChunk>> QueryAsync(
        string condition, KeyValuePair<string, AttributeValue>[] values, bool forward, int count, CancellationToken ct)
    {
        var answer = await client.QueryAsync(new QueryRequest
        {
            TableName = table,
            ConsistentRead = true,
            KeyConditionExpression = condition,
            ExpressionAttributeNames = condition.Contains("#s", StringComparison.Ordinal)
                ? new() { ["#p"] = Names.PartitionKey, ["#s"] = Names.SortKey }
                : new() { ["#p"] = Names.PartitionKey },
            ExpressionAttributeValues = new(values) { [":p"] = new(KeySpace.Feed) },
            ScanIndexForward = forward,
            Limit = count,
        }, ct);
        return [.. (answer.Items ?? []).Select(FeedChunk.Of)];
    }

    // Not a conditional of arrays: a null array would become an empty value.
    static ReadOnlyMemory<byte>? Memory(byte[]? value)
    {
        if (value is null)
        {
            return null;
        }

        return value;
    }
}
