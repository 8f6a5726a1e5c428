using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Errors;
using ControlPlane.Storage.DynamoDb;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>What the table must be, and what is in it.</summary>
public sealed class DynamoDbTableTests(DynamoDbServer server) : IAsyncLifetime
{
    readonly DynamoDbWorld _world = new(server);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Many_replicas_that_start_at_once_make_the_table_once()
    {
        var stores = Enumerable.Range(0, 6).Select(_ => _world.Make()).ToList();

        await Task.WhenAll(stores.Select(s => s.OpenAsync(Ct)));

        Assert.All(await Task.WhenAll(stores.Select(s => s.GetRevisionAsync(Ct))), revision => Assert.Equal(0, revision));
        using var client = _world.Client();
        var ttl = await client.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest { TableName = _world.Table }, Ct);
        Assert.Equal(("ttl", TimeToLiveStatus.ENABLED), (ttl.TimeToLiveDescription.AttributeName, ttl.TimeToLiveDescription.TimeToLiveStatus));
        Assert.True((await client.DescribeTableAsync(_world.Table, Ct)).Table.DeletionProtectionEnabled);
    }

    [Fact]
    public async Task A_table_that_is_not_there_stops_the_start_and_is_not_made()
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _world.OpenAsync(Ct, change: o => o.CreateTable = false));

        Assert.Equal("STORE_NOT_CONFIGURED", refusal.Reason);
        using var client = _world.Client();
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => client.DescribeTableAsync(_world.Table, Ct));
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_table_is_named_at_once()
    {
        using var client = _world.Client();
        await client.CreateTableAsync(new()
        {
            TableName = _world.Table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.N), new("x", ScalarAttributeType.S)],
            KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
            LocalSecondaryIndexes = [new() { IndexName = "local", KeySchema = [new("pk", KeyType.HASH), new("x", KeyType.RANGE)], Projection = new() { ProjectionType = ProjectionType.ALL } }],
        }, Ct);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _world.OpenAsync(Ct));

        Assert.Equal("STORE_NOT_USABLE", refusal.Reason);
        Assert.Contains("'pk S HASH, sk N RANGE'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("index 'expiry'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("local secondary index", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_another_program_is_left_alone()
    {
        using var client = _world.Client();
        await client.CreateTableAsync(TableShape.Create(_world.Table), Ct);
        await client.PutItemAsync(_world.Table, new() { ["pk"] = new("theirs"), ["sk"] = new("theirs") }, Ct);

        Assert.Equal("STORE_NOT_OURS", (await Assert.ThrowsAsync<RefusedException>(() => _world.OpenAsync(Ct))).Reason);
        Assert.Equal(1, (await client.ScanAsync(new ScanRequest { TableName = _world.Table }, Ct)).Count);
    }

    [Fact]
    public async Task A_table_of_a_newer_version_is_left_alone()
    {
        await _world.OpenAsync(Ct);
        using var client = _world.Client();
        await client.UpdateItemAsync(_world.Table, KeySpace.State, new() { ["schema"] = new() { Action = AttributeAction.PUT, Value = new() { N = "99" } } }, Ct);

        Assert.Equal("STORE_NEWER", (await Assert.ThrowsAsync<RefusedException>(() => _world.OpenAsync(Ct))).Reason);
    }

    [Theory]
    [InlineData("http://db.example.com/", "eu-central-1", "STORE_TLS_REQUIRED")]
    [InlineData("https://db.example.com/", null, "STORE_NOT_CONFIGURED")]
    public void An_address_that_cannot_be_trusted_or_signed_for_is_refused(string endpoint, string? region, string reason)
        => Assert.Equal(reason, Assert.Throws<RefusedException>(() => _world.Make(change: o => (o.Endpoint, o.Region) = (new(endpoint), region))).Reason);

    [Fact]
    public async Task Used_ids_leave_to_DynamoDB_long_after_their_time()
    {
        var store = await _world.OpenAsync(Ct);
        var until = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        await store.TryConsumeAsync("assertion/1", until, Ct);

        using var client = _world.Client();
        var item = (await client.GetItemAsync(_world.Table, KeySpace.Consumed("assertion/1"), Ct)).Item;
        Assert.Equal($"{until.AddDays(1).ToUnixTimeSeconds()}", item["ttl"].N);
    }

    [Fact]
    public async Task Documents_are_text_that_an_operator_can_read_and_never_leave_on_their_own()
    {
        var store = await _world.OpenAsync(Ct);

        await store.TryWriteAsync([new("teams/Research", """{"id":"Research"}"""u8.ToArray(), null, new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))], Ct);

        using var client = _world.Client();
        var item = (await client.GetItemAsync(_world.Table, new() { ["pk"] = new("document:teams/"), ["sk"] = new("teams/Research") }, Ct)).Item;
        Assert.Equal("""{"id":"Research"}""", item["value"].S);
        // DynamoDB would remove it without telling the feed.
        Assert.DoesNotContain("ttl", item.Keys);
    }

    [Fact]
    public async Task The_feed_keeps_no_more_rows_than_it_may()
    {
        var time = new FakeTimeProvider(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        var store = await _world.OpenAsync(Ct, time, o => o.FeedRows = 100);
        for (var i = 0; i < 130; i++)
        {
            await store.TryWriteAsync([new($"f/{i}", "{}"u8.ToArray())], Ct);
        }

        await store.SweepAsync(Ct);

        await using var held = store.WatchAsync("f/", 30, Ct).GetAsyncEnumerator(Ct);
        Assert.True(await held.MoveNextAsync());
        Assert.Equal("f/30", held.Current.Key);
        await using var lost = store.WatchAsync("f/", 29, Ct).GetAsyncEnumerator(Ct);
        Assert.Equal("STORE_FEED_LOST", (await Assert.ThrowsAsync<RefusedException>(async () => await lost.MoveNextAsync())).Reason);
        using var client = _world.Client();
        var feed = await client.QueryAsync(new() { TableName = _world.Table, KeyConditionExpression = "pk = :p", ExpressionAttributeValues = new() { [":p"] = new("feed") }, Select = Select.COUNT }, Ct);
        Assert.Equal(100, feed.Count);
    }
}
