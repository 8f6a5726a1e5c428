using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Store;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>What is read, always from the leader (<c>ConsistentRead</c>): an answer is never older than a write that was answered
/// before.</summary>
sealed class DynamoDbReader(IAmazonDynamoDB client, string table, StateReader state, FeedTail tail)
{
    // Developer Guide, quotas: a BatchGetItem takes 100 keys.
    const int BatchKeys = 100;
    const string Live = "attribute_not_exists(#e) OR #e > :now";

    public async Task<StoredDocument?> FindAsync(string key, long now, CancellationToken ct)
    {
        var answer = await client.GetItemAsync(new GetItemRequest { TableName = table, Key = KeySpace.Document(key), ConsistentRead = true }, ct);
        return answer.IsItemSet && answer.Item.Document() is var document && document.IsLive(now) ? document : null;
    }

    /// <summary>Documents by key, as they were at one moment.</summary>
    public async Task<IReadOnlyList<StoredDocument>> FindManyAsync(IReadOnlySet<string> keys, long now, CancellationToken ct)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        while (true)
        {
            var begun = await state.ReadAsync(ct);
            var found = new Dictionary<string, StoredDocument>(StringComparer.Ordinal);
            foreach (var item in await ItemsAsync(keys, null, ct))
            {
                found.Add(item.Key(), item.Document());
            }

            if (await tail.ReadAsync(begun.Revision, await state.ReadSettledAsync(ct), ct) is { } changes)
            {
                Overlay(found, changes.Where(c => keys.Contains(c.Key)));
                return [.. found.Values.Where(d => d.IsLive(now))];
            }
        }
    }

    /// <summary>The first documents of a range, as they were at one moment.</summary>
    public async Task<IReadOnlyList<StoredDocument>> PageAsync(string prefix, string? after, int limit, long now, CancellationToken ct)
    {
        while (true)
        {
            if (await TryPageAsync(prefix, KeyBounds.Of(prefix, after), limit, now, ct) is { } page)
            {
                return page;
            }
        }
    }

    public async Task<long> CountAsync(string prefix, long now, CancellationToken ct)
    {
        var isOne = prefix.Contains('/', StringComparison.Ordinal);
        var families = isOne ? [KeySpace.Family(prefix)] : (await state.ReadAsync(ct)).Families.Where(f => f is KeySpace.Root || f.StartsWith(prefix, StringComparison.Ordinal));
        var count = 0L;
        foreach (var family in families)
        {
            count += await CountAsync(family, isOne || family is KeySpace.Root ? prefix : "", now, ct);
        }

        return count;
    }

    /// <summary>The version and the end of those documents that there are, expired ones too.</summary>
    public async Task<IReadOnlyDictionary<string, StoredDocument>> VersionsAsync(IReadOnlySet<string> keys, StoreState at, CancellationToken ct)
    {
        var found = new Dictionary<string, StoredDocument>(StringComparer.Ordinal);
        foreach (var item in await ItemsAsync(keys, [Names.SortKey, Names.Version, Names.Expires], ct))
        {
            found.Add(item.Key(), new(item.Key(), default, item.Number(Names.Version), ItemValues.Time(item.NumberOrNull(Names.Expires))));
        }

        // Cannot be null: nothing is asked for but the last transactions.
        Overlay(found, (await tail.ReadAsync(at.Revision, at, ct) ?? []).Where(c => keys.Contains(c.Key)));
        return found;
    }

    // The page grows query by query, and after each is brought to one moment by what was changed meanwhile.
    async Task<IReadOnlyList<StoredDocument>?> TryPageAsync(string prefix, KeyBounds bounds, int limit, long now, CancellationToken ct)
    {
        var begun = await state.ReadAsync(ct);
        var page = new Dictionary<string, StoredDocument>(StringComparer.Ordinal);
        var scan = new KeyScan(client, table, prefix, bounds, begun.Families);
        do
        {
            foreach (var document in await scan.NextAsync(limit - page.Count, ct))
            {
                page.Add(document.Key, document);
            }

            var settled = await state.ReadSettledAsync(ct);
            if (await tail.ReadAsync(begun.Revision, settled, ct) is not { } changes)
            {
                return null;
            }

            Overlay(page, changes.Where(c => scan.HasPassed(c.Key)));
            foreach (var gone in page.Values.Where(d => !d.IsLive(now)).ToList())
            {
                page.Remove(gone.Key);
            }

            begun = settled;
        }
        while (page.Count < limit && !scan.IsDone);

        return [.. page.Values.OrderBy(d => d.Key, Utf8Order.Instance).Take(limit)];
    }

    // Each in its order on top of what is older: the newest decides.
    static void Overlay(Dictionary<string, StoredDocument> documents, IEnumerable<PendingChange> changes)
    {
        foreach (var change in changes)
        {
            if (documents.TryGetValue(change.Key, out var held) && held.Version >= change.Revision)
            {
                continue;
            }

            if (change.Value is { } value)
            {
                documents[change.Key] = new(change.Key, value, change.Revision, ItemValues.Time(change.Expires));
            }
            else
            {
                documents.Remove(change.Key);
            }
        }
    }

    async Task<long> CountAsync(string family, string prefix, long now, CancellationToken ct)
    {
        var request = new QueryRequest
        {
            TableName = table,
            ConsistentRead = true,
            Select = Select.COUNT,
            KeyConditionExpression = prefix.Length > 0 ? "#p = :p AND begins_with(#s, :s)" : "#p = :p",
            FilterExpression = Live,
            ExpressionAttributeNames = new() { ["#p"] = Names.PartitionKey, ["#e"] = Names.Expires },
            ExpressionAttributeValues = new() { [":p"] = new(KeySpace.Partition(family)), [":now"] = ItemValues.Of(now) },
        };
        if (prefix.Length > 0)
        {
            request.ExpressionAttributeNames["#s"] = Names.SortKey;
            request.ExpressionAttributeValues[":s"] = new(prefix);
        }

        var count = 0L;
        do
        {
            var answer = await client.QueryAsync(request, ct);
            count += answer.Count ?? 0;
            request.ExclusiveStartKey = answer.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return count;
    }

    async Task<List<Dictionary<string, AttributeValue>>> ItemsAsync(IReadOnlySet<string> keys, string[]? attributes, CancellationToken ct)
    {
        var items = new List<Dictionary<string, AttributeValue>>(keys.Count);
        foreach (var chunk in keys.Chunk(BatchKeys))
        {
            var wanted = new Dictionary<string, KeysAndAttributes> { [table] = Wanted(chunk, attributes) };
            for (var tries = 0; wanted.Count > 0; tries++)
            {
                if (tries > 0)
                {
                    // An answer of 16 MB is full, or the partition is busy: the rest is asked for again.
                    await Patience.WaitAsync(ct, tries);
                }

                var answer = await client.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = wanted }, ct);
                var part = answer.Responses.GetValueOrDefault(table) ?? [];
                items.AddRange(part);
                wanted = answer.UnprocessedKeys ?? [];
                tries = part.Count > 0 ? 0 : tries;
                if (tries == Patience.Tries)
                {
                    throw DynamoDbFaults.Busy(null);
                }
            }
        }

        return items;
    }

    static KeysAndAttributes Wanted(IEnumerable<string> keys, string[]? attributes)
    {
        var wanted = new KeysAndAttributes { ConsistentRead = true, Keys = [.. keys.Select(KeySpace.Document)] };
        if (attributes is not null)
        {
            wanted.ExpressionAttributeNames = attributes.ToDictionary(a => $"#{a}", StringComparer.Ordinal);
            wanted.ProjectionExpression = string.Join(", ", wanted.ExpressionAttributeNames.Keys);
        }

        return wanted;
    }
}
