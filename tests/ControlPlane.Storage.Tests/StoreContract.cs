using System.Collections.Concurrent;
using System.Text;
using ControlPlane.Errors;
using ControlPlane.Storage.Transfer;
using ControlPlane.Store;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Storage.Tests;

/// <summary>What every engine of the store port does. Each test has a store of its own.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    protected static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(Start);

    protected IStore Store { get; private set; } = null!;

    /// <summary>Opens an empty store whose clock is <see cref="Time"/>.</summary>
    protected abstract Task<IStore> OpenAsync();

    /// <summary>Opens the same store once more, as another replica would.</summary>
    protected abstract Task<IStore> OpenAgainAsync();

    /// <summary>Makes the engine forget changes older than an hour, and remove what has expired, now.</summary>
    protected abstract Task SweepAsync();

    protected abstract ValueTask CloseAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_document_comes_back_as_it_was_written()
    {
        var revision = await Store.TryWriteAsync([Put("a/1", """{"n":1}""", expires: Start.AddHours(1))], Ct);

        var found = await Store.FindAsync("a/1", Ct);

        Assert.Equal("""{"n":1}""", Text(found!.Value));
        Assert.Equal(revision, found.Version);
        Assert.Equal(Start.AddHours(1), found.ExpiresAt);
        Assert.Null(await Store.FindAsync("a/2", Ct));
        Assert.Equal(revision, await Store.GetRevisionAsync(Ct));
    }

    [Fact]
    public async Task An_empty_store_has_revision_zero_and_nothing_in_it()
    {
        Assert.Equal(0, await Store.GetRevisionAsync(Ct));
        Assert.Empty(await Store.ListAsync("", null, 1000, Ct));
        Assert.Equal(0, await Store.CountAsync("", Ct));
    }

    [Fact]
    public async Task Keys_sort_by_their_bytes()
    {
        // U+FFFD sorts after U+1F600 in UTF-16 and before it in UTF-8; no culture would put Z before a.
        string[] keys = ["k/", "k/!", "k/A", "k/Z", "k/a", "k/a/b", "k/ab", "k/~", "k/é", "k/\ufffd", "k/\U0001F600"];
        foreach (var key in keys.Reverse())
        {
            await Store.TryWriteAsync([Put(key)], Ct);
        }

        var listed = await Store.ListAsync("k/", null, 1000, Ct);

        Assert.Equal(keys, listed.Select(d => d.Key));
    }

    [Fact]
    public async Task A_prefix_is_text_and_not_a_pattern()
    {
        foreach (var key in new[] { "p%/1", "p_/1", "pa/1", "p*/1", "P%/1", "p'/1", "p\\/1", "p%/2", "p[a]/1" })
        {
            await Store.TryWriteAsync([Put(key)], Ct);
        }

        Assert.Equal(["p%/1", "p%/2"], await KeysAsync("p%/"));
        Assert.Equal(["p_/1"], await KeysAsync("p_/"));
        Assert.Equal(["p'/1"], await KeysAsync("p'/"));
        Assert.Equal(["p\\/1"], await KeysAsync("p\\/"));
        Assert.Equal(["p[a]/1"], await KeysAsync("p[a]/"));
        Assert.Equal(2, await Store.CountAsync("p%/", Ct));
        Assert.Equal(9, await Store.CountAsync("", Ct));
    }

    [Fact]
    public async Task Team1_does_not_find_what_is_Team10s()
    {
        await Store.TryWriteAsync([Put("t/Team1/a"), Put("t/Team10/a"), Put("t/Team1"), Put("t/Team1a")], Ct);

        Assert.Equal(["t/Team1/a"], await KeysAsync("t/Team1/"));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat()
    {
        var keys = Enumerable.Range(0, 250).Select(i => $"n/{i:D4}").ToList();
        foreach (var chunk in keys.Chunk(StoreLimits.BatchWrites))
        {
            await Store.TryWriteAsync([.. chunk.Select(key => Put(key))], Ct);
        }

        var seen = new List<string>();
        for (string? after = null; await Store.ListAsync("n/", after, 33, Ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            Assert.True(page.Count <= 33);
            seen.AddRange(page.Select(d => d.Key));
        }

        Assert.Equal(keys, seen);
    }

    [Fact]
    public async Task A_page_begins_after_a_key_that_is_not_there()
    {
        await Store.TryWriteAsync([Put("n/a"), Put("n/c"), Put("o/a")], Ct);

        Assert.Equal("n/c", Assert.Single(await Store.ListAsync("n/", "n/b", 10, Ct)).Key);
        Assert.Equal(2, (await Store.ListAsync("n/", "m", 10, Ct)).Count);
        Assert.Empty(await Store.ListAsync("n/", "o", 10, Ct));
    }

    [Fact]
    public async Task Many_documents_are_read_at_once_and_missing_ones_are_left_out()
    {
        await Store.TryWriteAsync([Put("m/1"), Put("m/2"), Put("m/3")], Ct);

        var found = await Store.FindManyAsync(["m/3", "m/9", "m/1", "m/1"], Ct);

        Assert.Equal(["m/1", "m/3"], found.Select(d => d.Key).Order(StringComparer.Ordinal));
        Assert.Empty(await Store.FindManyAsync([], Ct));
        Assert.Equal(3, (await Store.FindManyAsync([.. Enumerable.Range(0, 2000).Select(i => $"m/{i}")], Ct)).Count);
    }

    [Fact]
    public async Task A_write_over_a_newer_version_changes_nothing()
    {
        var first = await Store.TryWriteAsync([Put("v/1", "1")], Ct);
        var second = await Store.TryWriteAsync([Put("v/1", "2", expected: first)], Ct);

        var late = await Store.TryWriteAsync([Put("v/1", "3", expected: first)], Ct);

        Assert.NotNull(second);
        Assert.True(second > first);
        Assert.Null(late);
        Assert.Equal("2", Text((await Store.FindAsync("v/1", Ct))!.Value));
        Assert.Equal(second, await Store.GetRevisionAsync(Ct));
    }

    [Fact]
    public async Task Version_zero_means_that_there_is_none()
    {
        Assert.NotNull(await Store.TryWriteAsync([Put("z/1", "1", expected: 0)], Ct));
        Assert.Null(await Store.TryWriteAsync([Put("z/1", "2", expected: 0)], Ct));
        Assert.Null(await Store.TryWriteAsync([Put("z/2", "2", expected: 7)], Ct));

        Assert.NotNull(await Store.TryWriteAsync([Delete("z/1")], Ct));

        Assert.Null(await Store.FindAsync("z/1", Ct));
        Assert.NotNull(await Store.TryWriteAsync([Put("z/1", "3", expected: 0)], Ct));
    }

    [Fact]
    public async Task A_batch_is_applied_as_a_whole_or_not_at_all()
    {
        var first = await Store.TryWriteAsync([Put("b/1"), Put("b/2")], Ct);

        Assert.Null(await Store.TryWriteAsync([Put("b/3"), Delete("b/1"), Put("b/2", "9", expected: 999)], Ct));
        Assert.Equal(["b/1", "b/2"], await KeysAsync("b/"));

        var second = await Store.TryWriteAsync([Put("b/3"), Delete("b/1", expected: first), Put("b/2", "9", expected: first)], Ct);
        Assert.Equal(["b/2", "b/3"], await KeysAsync("b/"));
        Assert.All(await Store.ListAsync("b/", null, 10, Ct), d => Assert.Equal(second, d.Version));
    }

    [Fact]
    public async Task Of_many_writers_with_one_expected_version_exactly_one_wins()
    {
        var other = await OpenAgainAsync();
        var version = await Store.TryWriteAsync([Put("w/1", "0")], Ct);

        for (var round = 0; round < 20; round++)
        {
            var rivals = Enumerable.Range(0, 16).Select(i => Task.Run(
                () => (i % 2 == 0 ? Store : other).TryWriteAsync([Put("w/1", $"{i}", expected: version), Put($"w/by/{round}/{i}")], Ct), Ct));
            var won = (await Task.WhenAll(rivals)).Where(r => r is not null).ToList();

            version = Assert.Single(won);
            Assert.Equal(1, await Store.CountAsync($"w/by/{round}/", Ct));
        }
    }

    [Fact]
    public async Task Concurrent_increments_lose_nothing()
    {
        await Store.TryWriteAsync([Put("c/1", "0")], Ct);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(IncrementAsync, Ct)));

        Assert.Equal("200", Text((await Store.FindAsync("c/1", Ct))!.Value));

        async Task IncrementAsync()
        {
            for (var done = 0; done < 25;)
            {
                var now = (await Store.FindAsync("c/1", Ct))!;
                var next = int.Parse(Text(now.Value), null) + 1;
                done += await Store.TryWriteAsync([Put("c/1", $"{next}", expected: now.Version)], Ct) is null ? 0 : 1;
            }
        }
    }

    [Fact]
    public async Task Of_a_thousand_callers_exactly_one_consumes_a_key()
    {
        var other = await OpenAgainAsync();
        var callers = Enumerable.Range(0, 1000).Select(i => Task.Run(() => (i % 2 == 0 ? Store : other).TryConsumeAsync("assertion/1", Start.AddMinutes(5), Ct), Ct));

        var answers = await Task.WhenAll(callers);

        Assert.Single(answers, won => won);
        Assert.False(await Store.TryConsumeAsync("assertion/1", Start.AddMinutes(9), Ct));
        Assert.True(await Store.TryConsumeAsync("assertion/2", Start.AddMinutes(5), Ct));
    }

    [Fact]
    public async Task A_consumed_key_is_free_again_when_its_time_is_over()
    {
        Assert.False(await Store.TryConsumeAsync("once", Start, Ct));
        Assert.False(await Store.IsConsumedAsync("once", Ct));
        Assert.True(await Store.TryConsumeAsync("once", Start.AddMinutes(5), Ct));
        Assert.True(await Store.IsConsumedAsync("once", Ct));

        Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.False(await Store.TryConsumeAsync("once", Start.AddMinutes(20), Ct));
        await SweepAsync();
        Assert.False(await Store.TryConsumeAsync("once", Start.AddMinutes(20), Ct));

        Time.Advance(TimeSpan.FromTicks(1));
        Assert.False(await Store.IsConsumedAsync("once", Ct));
        Assert.True(await Store.TryConsumeAsync("once", Start.AddMinutes(20), Ct));
        Assert.Null(await Store.FindAsync("once", Ct));
    }

    [Fact]
    public async Task Used_keys_are_listed_in_order_as_long_as_they_count()
    {
        string[] keys = [.. Enumerable.Range(0, 150).Select(i => $"id-{i * 7919 % 1000:D3}"), "\ufffd", "\U0001F600"];
        await Task.WhenAll(keys.Select(k => Store.TryConsumeAsync(k, Start.AddMinutes(k.StartsWith("id-0", StringComparison.Ordinal) ? 1 : 5), Ct)));
        Time.Advance(TimeSpan.FromMinutes(1));

        var seen = new List<ConsumedKey>();
        for (string? after = null; await ((ITransferable)Store).ListConsumedAsync(after, 20, Ct) is { Count: > 0 } page; after = page[^1].Key)
        {
            Assert.True(page.Count <= 20);
            seen.AddRange(page);
        }

        Assert.Equal(
            keys.Where(k => !k.StartsWith("id-0", StringComparison.Ordinal)).OrderBy(k => Convert.ToHexString(Encoding.UTF8.GetBytes(k)), StringComparer.Ordinal), seen.Select(c => c.Key));
        Assert.All(seen, c => Assert.Equal(Start.AddMinutes(5), c.Until));
    }

    [Fact]
    public async Task An_expired_document_is_gone_before_and_after_it_is_swept()
    {
        await Store.TryWriteAsync([Put("e/1", expires: Start.AddMinutes(1)), Put("e/2")], Ct);

        Time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.Equal(2, await Store.CountAsync("e/", Ct));
        Time.Advance(TimeSpan.FromTicks(1));
        await AssertGoneAsync();
        await SweepAsync();
        await AssertGoneAsync();

        async Task AssertGoneAsync()
        {
            Assert.Null(await Store.FindAsync("e/1", Ct));
            Assert.Equal("e/2", Assert.Single(await Store.FindManyAsync(["e/1", "e/2"], Ct)).Key);
            Assert.Equal(["e/2"], await KeysAsync("e/"));
            Assert.Equal(1, await Store.CountAsync("e/", Ct));
        }
    }

    [Fact]
    public async Task An_expired_document_counts_as_none_for_the_next_write()
    {
        var version = await Store.TryWriteAsync([Put("e/1", expires: Start.AddMinutes(1))], Ct);

        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await Store.TryWriteAsync([Put("e/1", "2", expected: version)], Ct));
        Assert.NotNull(await Store.TryWriteAsync([Put("e/1", "2", expected: 0)], Ct));
        await SweepAsync();
        Assert.Null((await Store.FindAsync("e/1", Ct))!.ExpiresAt);
    }

    [Fact]
    public async Task Large_values_come_back_whole()
    {
        var large = new byte[StoreLimits.ValueBytes];
        Array.Fill(large, (byte)'x');

        await Store.TryWriteAsync([new("l/1", large), new("l/2", large)], Ct);

        Assert.True((await Store.FindAsync("l/2", Ct))!.Value.Span.SequenceEqual(large));
        Assert.Equal(2, (await Store.ListAsync("l/", null, 10, Ct)).Count);
    }

    [Fact]
    public async Task What_is_past_a_limit_is_refused_and_nothing_written()
    {
        var longest = "k/" + new string('k', StoreLimits.KeyBytes - 2);
        Assert.NotNull(await Store.TryWriteAsync([Put(longest)], Ct));
        Assert.NotNull(await Store.FindAsync(longest, Ct));

        await RefusedAsync(() => Store.TryWriteAsync([Put(longest + "k")], Ct));
        await RefusedAsync(() => Store.TryWriteAsync([Put("k/" + new string('é', 256))], Ct));
        await RefusedAsync(() => Store.TryWriteAsync([Put("")], Ct));
        await RefusedAsync(() => Store.TryWriteAsync([], Ct));
        await RefusedAsync(() => Store.TryWriteAsync([Put("k/1"), Put("k/1")], Ct));
        await RefusedAsync(() => Store.TryWriteAsync([new("k/1", new byte[StoreLimits.ValueBytes + 1])], Ct));
        await RefusedAsync(() => Store.TryWriteAsync([.. Enumerable.Range(0, 5).Select(i => new StoreWrite($"k/{i}", new byte[StoreLimits.ValueBytes]))], Ct));
        await RefusedAsync(() => Store.TryWriteAsync([.. Enumerable.Range(0, StoreLimits.BatchWrites + 1).Select(i => Put($"k/{i}"))], Ct));
        await RefusedAsync(() => Store.ListAsync("k/", null, 0, Ct));
        await RefusedAsync(() => Store.ListAsync("k/", null, 1001, Ct));
        Assert.Equal(1, await Store.CountAsync("", Ct));

        static async Task RefusedAsync(Func<Task> act)
            => Assert.Equal("STORE_LIMIT_EXCEEDED", (await Assert.ThrowsAsync<RefusedException>(act)).Reason);
    }

    [Fact]
    public async Task A_cancelled_call_is_given_up()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.FindAsync("a", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.TryWriteAsync([Put("a")], cancelled));

        Assert.Null(await Store.FindAsync("a", Ct));
    }

    [Fact]
    public async Task The_feed_tells_every_change_in_order_and_goes_on()
    {
        var first = await Store.TryWriteAsync([Put("f/1", "1"), Put("g/1", "1")], Ct);
        var second = await Store.TryWriteAsync([Put("f/2", "2"), Put("f/1", "3")], Ct);
        await using var feed = Store.WatchAsync("f/", 0, Ct).GetAsyncEnumerator(Ct);

        Assert.Equal((first, "f/1", "1"), await NextAsync(feed));
        Assert.Equal((second, "f/2", "2"), await NextAsync(feed));
        Assert.Equal((second, "f/1", "3"), await NextAsync(feed));

        var waiting = NextAsync(feed);
        Assert.False(waiting.IsCompleted);
        await Store.TryWriteAsync([Put("g/2")], Ct);
        var third = await Store.TryWriteAsync([Delete("f/1"), Delete("f/none")], Ct);
        Assert.Equal((third, "f/1", null), await waiting);
    }

    [Fact]
    public async Task The_feed_resumes_after_a_revision()
    {
        var first = await Store.TryWriteAsync([Put("f/1")], Ct);
        var second = await Store.TryWriteAsync([Put("f/2")], Ct);
        await using var feed = Store.WatchAsync("f/", first!.Value, Ct).GetAsyncEnumerator(Ct);

        Assert.Equal((second, "f/2", "{}"), await NextAsync(feed));
    }

    [Fact]
    public async Task The_feed_of_one_replica_tells_what_another_wrote()
    {
        var other = await OpenAgainAsync();
        await using var feed = Store.WatchAsync("", 0, Ct).GetAsyncEnumerator(Ct);
        var waiting = NextAsync(feed);

        var revision = await other.TryWriteAsync([Put("f/1")], Ct);
        while (!waiting.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(waiting, Task.Delay(10, Ct));
        }

        Assert.Equal((revision, "f/1", "{}"), await waiting);
    }

    [Fact]
    public async Task A_feed_that_no_longer_reaches_back_says_so()
    {
        var first = await Store.TryWriteAsync([Put("f/1")], Ct);
        await Store.TryWriteAsync([Put("f/2")], Ct);
        Time.Advance(TimeSpan.FromHours(2));
        await SweepAsync();
        var last = await Store.TryWriteAsync([Put("f/3")], Ct);

        await using var lost = Store.WatchAsync("f/", first!.Value, Ct).GetAsyncEnumerator(Ct);
        Assert.Equal("STORE_FEED_LOST", (await Assert.ThrowsAsync<RefusedException>(() => NextAsync(lost))).Reason);
        await using var ahead = Store.WatchAsync("f/", last!.Value + 1, Ct).GetAsyncEnumerator(Ct);
        Assert.Equal("STORE_FEED_LOST", (await Assert.ThrowsAsync<RefusedException>(() => NextAsync(ahead))).Reason);
        await using var held = Store.WatchAsync("f/", 0, Ct).GetAsyncEnumerator(Ct);
        Assert.Equal((last, "f/3", "{}"), await NextAsync(held));
        Assert.Equal(3, await Store.CountAsync("f/", Ct));
    }

    [Fact]
    public async Task The_feed_tells_of_what_expired_when_it_is_swept()
    {
        var revision = await Store.TryWriteAsync([Put("f/1", expires: Start.AddMinutes(1))], Ct);
        Time.Advance(TimeSpan.FromMinutes(1));
        await SweepAsync();

        await using var feed = Store.WatchAsync("f/", revision!.Value, Ct).GetAsyncEnumerator(Ct);
        var (at, key, value) = await NextAsync(feed);

        Assert.True(at > revision);
        Assert.Equal(("f/1", null), (key, value));
    }

    [Fact]
    public async Task The_feed_replayed_gives_the_store()
    {
        var writers = Enumerable.Range(0, 6).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                await Store.TryWriteAsync([(w + i) % 5 == 0 ? Delete($"r/{i % 7}") : Put($"r/{i % 7}", $"{w}{i}"), Put($"r/{w}/{i}", "1")], Ct);
            }
        }, Ct));
        await Task.WhenAll(writers);
        var end = await Store.GetRevisionAsync(Ct);
        await Store.TryWriteAsync([Put("r/end")], Ct);

        var replayed = new Dictionary<string, string>(StringComparer.Ordinal);
        var last = 0L;
        await foreach (var change in Store.WatchAsync("r/", 0, Ct))
        {
            Assert.True(change.Revision >= last);
            last = change.Revision;
            if (last > end)
            {
                break;
            }

            if (change.Value is { } value)
            {
                replayed[change.Key] = Text(value);
            }
            else
            {
                replayed.Remove(change.Key);
            }
        }

        var stored = (await Store.ListAsync("r/", null, 1000, Ct)).Where(d => d.Key != "r/end").ToDictionary(d => d.Key, d => Text(d.Value), StringComparer.Ordinal);
        Assert.Equal(stored.OrderBy(d => d.Key, StringComparer.Ordinal), replayed.OrderBy(d => d.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_batch()
    {
        var torn = new ConcurrentBag<string>();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var pair = await Store.ListAsync("h/", null, 10, Ct);
                if (pair.Select(d => Text(d.Value)).Distinct().Count() > 1)
                {
                    torn.Add(string.Join(' ', pair.Select(d => Text(d.Value))));
                }
            }
        }, Ct)).ToList();

        for (var i = 0; i < 200; i++)
        {
            await Store.TryWriteAsync([Put("h/1", $"{i}"), Put("h/2", $"{i}"), Put("h/3", $"{i}")], Ct);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Empty(torn);
    }

    protected static StoreWrite Put(string key, string value = "{}", long? expected = null, DateTimeOffset? expires = null)
        => new(key, Encoding.UTF8.GetBytes(value), expected, expires);

    protected static StoreWrite Delete(string key, long? expected = null) => new(key, null, expected);

    protected static string Text(ReadOnlyMemory<byte> value) => Encoding.UTF8.GetString(value.Span);

    async Task<IEnumerable<string>> KeysAsync(string prefix) => (await Store.ListAsync(prefix, null, 1000, Ct)).Select(d => d.Key);

    static async Task<(long? Revision, string Key, string? Value)> NextAsync(IAsyncEnumerator<StoreChange> feed)
    {
        Assert.True(await feed.MoveNextAsync());
        return (feed.Current.Revision, feed.Current.Key, feed.Current.Value is { } value ? Text(value) : null);
    }
}
