using Amazon.DynamoDBv2.Model;
using ControlPlane.Errors;
using ControlPlane.Storage.DynamoDb;
using ControlPlane.Store;
using Xunit;

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>What happens when the table or the way to it breaks.</summary>
public sealed class DynamoDbFaultTests(DynamoDbServer server) : IAsyncLifetime
{
    readonly DynamoDbWorld _world = new(server);
    BreakingDoor _door = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _door = await BreakingDoor.OpenAsync(server.Endpoint);

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        await _door.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public async Task A_write_whose_answer_was_lost_is_done_once_and_told_as_what_it_was(long? expected)
    {
        var store = await OpenAsync();
        var lost = 0;
        _door.Decide = operation => operation is "TransactWriteItems" && lost++ < 2 ? Fate.AnswerLost : Fate.Passes;

        var revision = await store.TryWriteAsync([new("a/1", "1"u8.ToArray(), expected)], Ct);

        Assert.Equal(3, lost);
        Assert.Equal(1, revision);
        Assert.Equal(1, await store.GetRevisionAsync(Ct));
        Assert.Equal(1, (await store.FindAsync("a/1", Ct))!.Version);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_whose_answer_was_lost_is_known_when_its_token_is_forgotten(bool othersWrite)
    {
        var (store, other) = (await OpenAsync(), await _world.OpenAsync(Ct));
        await store.TryWriteAsync([new("a/1", "0"u8.ToArray())], Ct);
        _door.ForgetsTokens = true;
        var sent = 0;
        _door.Decide = operation => operation is "TransactWriteItems" && sent++ == 0 ? Fate.AnswerLost : Fate.Passes;
        _door.Before = operation => othersWrite && operation is "TransactWriteItems" && sent == 2 ? other.TryWriteAsync([new("a/2", "2"u8.ToArray())], Ct) : Task.CompletedTask;

        var revision = await store.TryWriteAsync([new("a/1", "1"u8.ToArray(), 1)], Ct);

        Assert.Equal((2, 2L), (sent, revision));
        Assert.Equal(othersWrite ? 3 : 2, await store.GetRevisionAsync(Ct));
        Assert.Equal(2, (await store.FindAsync("a/1", Ct))!.Version);
    }

    [Fact]
    public async Task A_consumption_whose_answer_was_lost_is_told_as_what_it_was()
    {
        var store = await OpenAsync();
        var lost = 0;
        _door.Decide = operation => operation is "PutItem" && lost++ == 0 ? Fate.AnswerLost : Fate.Passes;

        Assert.True(await store.TryConsumeAsync("assertion/1", TimeProvider.System.GetUtcNow().AddMinutes(5), Ct));
        Assert.False(await store.TryConsumeAsync("assertion/1", TimeProvider.System.GetUtcNow().AddMinutes(5), Ct));

        Assert.Equal(3, lost);
    }

    [Theory]
    [InlineData(Fate.Throttled)]
    [InlineData(Fate.Broken)]
    public async Task Trouble_that_passes_is_waited_for(object fate)
    {
        var store = await OpenAsync();
        var troubles = 0;
        _door.Decide = operation => operation is "TransactWriteItems" or "GetItem" && troubles++ % 3 != 2 ? (Fate)fate : Fate.Passes;

        var revision = await store.TryWriteAsync([new("a/1", "1"u8.ToArray(), 0)], Ct);

        Assert.Equal(1, revision);
        Assert.NotNull(await store.FindAsync("a/1", Ct));
    }

    [Theory]
    [InlineData(Fate.Throttled)]
    [InlineData(Fate.Broken)]
    [InlineData(Fate.AnswerLost)]
    public async Task Trouble_that_stays_refuses_and_says_when_to_come_again(object fate)
    {
        var store = await OpenAsync(o => o.WriteTimeout = TimeSpan.FromSeconds(1));
        _door.Decide = _ => (Fate)fate;

        foreach (var act in new Func<Task>[]
        {
            () => store.FindAsync("a/1", Ct), () => store.ListAsync("a/", null, 10, Ct), () => store.CountAsync("a/", Ct), () => store.GetRevisionAsync(Ct),
            () => store.TryWriteAsync([new("a/1", "1"u8.ToArray())], Ct), () => store.TryConsumeAsync("a", DateTimeOffset.MaxValue.AddDays(-9), Ct),
        })
        {
            var refusal = await Assert.ThrowsAsync<RefusedException>(act);
            Assert.Equal("STORE_UNAVAILABLE", refusal.Reason);
            Assert.NotNull(refusal.RetryAfter);
        }
    }

    [Fact]
    public async Task A_batch_that_the_table_has_applied_in_part_is_read_as_a_whole()
    {
        var (store, other) = (await _world.OpenAsync(Ct), await _world.OpenAsync(Ct));
        await store.TryWriteAsync([new("a/1", "1"u8.ToArray()), new("a/2", "1"u8.ToArray()), new("a/3", "1"u8.ToArray())], Ct);
        using var client = _world.Client();
        var before = await ItemsAsync(client, "a/2", "a/3");
        var version = await store.TryWriteAsync([new("a/1", "2"u8.ToArray()), new("a/2", "2"u8.ToArray()), new("a/3", null)], Ct);

        // As if DynamoDB were on its way: the state and a/1 are new, a/2 and a/3 are not yet.
        foreach (var item in before)
        {
            await client.PutItemAsync(_world.Table, item, Ct);
        }

        foreach (var replica in new[] { store, other })
        {
            Assert.Equal(["2", "2"], (await replica.ListAsync("a/", null, 10, Ct)).Select(d => System.Text.Encoding.UTF8.GetString(d.Value.Span)));
            Assert.All(await replica.FindManyAsync(["a/1", "a/2", "a/3"], Ct), d => Assert.Equal(version, d.Version));
        }

        // And who writes on top waits until it is there.
        var writing = other.TryWriteAsync([new("a/2", "3"u8.ToArray(), version)], Ct);
        await client.PutItemAsync(_world.Table, new(before[0]) { ["version"] = new() { N = $"{version}" } }, Ct);
        Assert.Equal(version + 1, await writing);
    }

    [Fact]
    public async Task Of_a_thousand_callers_of_three_replicas_exactly_one_consumes_a_key_and_one_writes()
    {
        var stores = new[] { await _world.OpenAsync(Ct), await _world.OpenAsync(Ct), await _world.OpenAsync(Ct) };
        var until = TimeProvider.System.GetUtcNow().AddMinutes(5);

        var consumed = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() => stores[i % 3].TryConsumeAsync("assertion/1", until, Ct), Ct)));
        var written = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() => stores[i % 3].TryWriteAsync([new("a/1", "1"u8.ToArray(), 0)], Ct), Ct)));

        Assert.Single(consumed, won => won);
        Assert.Single(written, revision => revision is not null);
        Assert.Equal(1, await stores[0].GetRevisionAsync(Ct));
    }

    [Fact]
    public async Task The_largest_batches_fit_a_transaction_and_come_back_by_the_feed()
    {
        var store = await _world.OpenAsync(Ct);
        var key = new string('k', StoreLimits.KeyBytes - 4);
        var many = Enumerable.Range(0, StoreLimits.BatchWrites).Select(i => new StoreWrite($"{i:D2}/{key}", Text((StoreLimits.BatchBytes / StoreLimits.BatchWrites) - 600), 0)).ToList();
        // Each pair of neighbours is too large for one item.
        var awkward = Enumerable.Range(0, 5).Select(i => new StoreWrite($"l/{i}", Text(190_000), 0)).Append(new("l/5", Text(90_000))).ToList();

        Assert.Equal(1, await store.TryWriteAsync(many, Ct));
        Assert.Equal(2, await store.TryWriteAsync(awkward, Ct));

        Assert.Equal(StoreLimits.BatchWrites, (await store.ListAsync("", null, 1000, Ct)).Count(d => d.Version == 1));
        Assert.Equal(6, (await store.ListAsync("l/", null, 1000, Ct)).Count);
        var told = new List<StoreChange>();
        await foreach (var change in store.WatchAsync("", 0, Ct))
        {
            told.Add(change);
            if (told.Count == many.Count + awkward.Count)
            {
                break;
            }
        }

        Assert.Equal(many.Concat(awkward).Select(w => (w.Key, w.Value!.Value.Length)), told.Select(c => (c.Key, c.Value!.Value.Length)));
    }

    [Fact]
    public async Task A_value_that_is_not_text_is_refused_and_hurts_nobody_else()
    {
        var store = await _world.OpenAsync(Ct);

        Assert.Equal("STORE_LIMIT_EXCEEDED", (await Assert.ThrowsAsync<RefusedException>(() => store.TryWriteAsync([new("a/1", new byte[] { 0xFF })], Ct))).Reason);
        Assert.NotNull(await store.TryWriteAsync([new("a/1", "{}"u8.ToArray())], Ct));
    }

    static byte[] Text(int bytes)
    {
        var text = new byte[bytes];
        Array.Fill(text, (byte)'x');
        return text;
    }

    Task<DynamoDbStore> OpenAsync(Action<DynamoDbOptions>? change = null) => _world.OpenAsync(Ct, change: o =>
    {
        o.Endpoint = _door.Endpoint;
        change?.Invoke(o);
    });

    async Task<List<Dictionary<string, AttributeValue>>> ItemsAsync(Amazon.DynamoDBv2.AmazonDynamoDBClient client, params string[] keys)
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        foreach (var key in keys)
        {
            items.Add((await client.GetItemAsync(_world.Table, new() { ["pk"] = new("document:a/"), ["sk"] = new(key) }, Ct)).Item);
        }

        return items;
    }
}
