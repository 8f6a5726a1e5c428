using System.Globalization;
using ControlPlane.Errors;
using ControlPlane.ReadModel;
using ControlPlane.Storage.Tests.ReadModel;
using ControlPlane.Store;
using Xunit;

namespace ControlPlane.Storage.Tests;

// What a copy in memory needs of every engine, and does over it. A second store on the same data stands for another replica.
public abstract partial class StoreContract
{
    static readonly string[] _keys =
    [
        "accounts/1", "teams/a", "teams/b", "users/u", "entitlements/users/u/a", "entitlements/users/u/b", "entitlements/users/u/c",
        "entitlements/groups/g/a", "assignments/u/a", "elsewhere/x",
    ];

    static readonly string[] _prefixes = ["entitlements/users/u/", "entitlements/groups/g/", "assignments/u/", "teams/", "entitlements/users/"];

    [Fact]
    public async Task Changed_keys_are_told_and_a_page_says_when_nothing_follows()
    {
        var changes = (IChangeReader)Store;
        var start = await changes.ReadChangesAsync(ChangePlace.EndOf(0), ["teams/"], Ct);
        await Store.TryWriteAsync([Put("teams/a", "{}"), Put("other/b", "{}")], Ct);
        var revision = await Store.TryWriteAsync([new("teams/a", null)], Ct);

        var (keys, place) = await ReadToEndAsync(changes, start.Next);

        Assert.True(start.IsComplete);
        Assert.Equal(["teams/a", "teams/a"], keys.Where(k => k.StartsWith("teams/", StringComparison.Ordinal)));
        Assert.Equal(ChangePlace.EndOf(revision!.Value), place);
        Assert.Empty((await changes.ReadChangesAsync(place, ["teams/"], Ct)).Keys);
    }

    [Fact]
    public async Task More_changed_keys_than_a_page_holds_are_all_told()
    {
        for (var batch = 0; batch < 14; batch++)
        {
            await Store.TryWriteAsync([.. Enumerable.Range(0, 80).Select(i => Put($"teams/{batch:00}-{i:00}", "{}"))], Ct);
        }

        var (keys, _) = await ReadToEndAsync((IChangeReader)Store, ChangePlace.EndOf(0));

        Assert.Equal(14 * 80, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_place_that_the_feed_does_not_hold_is_refused()
    {
        await Store.TryWriteAsync([Put("teams/a", "{}")], Ct);
        Time.Advance(TimeSpan.FromHours(2));
        await SweepAsync();

        var before = await Assert.ThrowsAsync<RefusedException>(() => ((IChangeReader)Store).ReadChangesAsync(ChangePlace.EndOf(0), ["teams/"], Ct));
        var beyond = await Assert.ThrowsAsync<RefusedException>(() => ((IChangeReader)Store).ReadChangesAsync(ChangePlace.EndOf(99), ["teams/"], Ct));

        Assert.Equal(("STORE_FEED_LOST", "STORE_FEED_LOST"), (before.Reason, beyond.Reason));
    }

    [Fact]
    public async Task A_copy_answers_from_memory_and_sees_its_own_writes_at_once()
    {
        using var world = new CopyWorld(Store, Time);
        await Store.TryWriteAsync([Put("entitlements/users/u/a", "1")], Ct);
        await world.CatchUpAsync(Ct);
        Assert.Equal("1", await TextAsync(world.Reads, "entitlements/users/u/a"));
        Assert.Null(await world.Reads.FindAsync("entitlements/users/u/b", Ct));
        Assert.Single(await world.Reads.ListAsync("entitlements/users/u/", null, 100, Ct));
        await world.CatchUpAsync(Ct);
        var reads = world.Store.Reads;

        Assert.Equal("1", await TextAsync(world.Reads, "entitlements/users/u/a"));
        Assert.Null(await world.Reads.FindAsync("entitlements/users/u/b", Ct));
        Assert.Single(await world.Reads.ListAsync("entitlements/users/u/", null, 100, Ct));
        Assert.Equal(reads, world.Store.Reads);

        // The feed stands still: nothing but the write itself can tell.
        world.Store.BeforeFeed = () => Task.Delay(Timeout.Infinite, Ct);
        await Store.TryWriteAsync([new("entitlements/users/u/a", null), Put("entitlements/users/u/b", "2")], Ct);
        Assert.Null(await world.Reads.FindAsync("entitlements/users/u/a", Ct));
        Assert.Equal("2", await TextAsync(world.Reads, "entitlements/users/u/b"));
        Assert.Equal(["entitlements/users/u/b"], (await world.Reads.ListAsync("entitlements/users/u/", null, 100, Ct)).Select(d => d.Key));
    }

    [Fact]
    public async Task A_copy_sees_what_another_replica_wrote_when_it_has_read_that_far()
    {
        var other = await OpenAgainAsync();
        using var world = new CopyWorld(Store, Time);
        await other.TryWriteAsync([Put("entitlements/users/u/a", "1")], Ct);
        await world.CatchUpAsync(Ct);
        Assert.Equal("1", await TextAsync(world.Reads, "entitlements/users/u/a"));
        Assert.Empty(await world.Reads.FindManyAsync(["users/u", "teams/a"], Ct));
        Assert.Single(await world.Reads.ListAsync("entitlements/users/u/", null, 100, Ct));

        await other.TryWriteAsync([new("entitlements/users/u/a", null), Put("teams/a", "3")], Ct);
        await world.CatchUpAsync(Ct);

        Assert.Null(await world.Reads.FindAsync("entitlements/users/u/a", Ct));
        Assert.Equal(["teams/a"], (await world.Reads.FindManyAsync(["users/u", "teams/a"], Ct)).Select(d => d.Key));
        Assert.Empty(await world.Reads.ListAsync("entitlements/users/u/", null, 100, Ct));
    }

    [Fact]
    public async Task A_copy_that_was_not_confirmed_lately_is_not_used()
    {
        var other = await OpenAgainAsync();
        using var world = new CopyWorld(Store, Time);
        await other.TryWriteAsync([Put("teams/a", "1")], Ct);
        await world.CatchUpAsync(Ct);
        await world.Reads.FindAsync("teams/a", Ct);

        // The store answers; only its feed is stuck.
        world.Store.BeforeFeed = () => Task.Delay(Timeout.Infinite, Ct);
        await other.TryWriteAsync([new("teams/a", null)], Ct);
        await world.UntilAsync(CopyState.Stale, Ct);

        Assert.Null(await world.Reads.FindAsync("teams/a", Ct));
    }

    [Fact]
    public async Task A_copy_whose_feed_is_lost_says_so_reads_through_and_begins_anew()
    {
        var other = await OpenAgainAsync();
        using var world = new CopyWorld(Store, Time);
        await other.TryWriteAsync([Put("teams/a", "1")], Ct);
        await world.CatchUpAsync(Ct);
        await world.Reads.FindAsync("teams/a", Ct);

        world.Store.BeforeFeed = () => throw StoreErrors.FeedLost(1);
        await world.UntilAsync(CopyState.Lost, Ct);
        await other.TryWriteAsync([Put("teams/a", "2")], Ct);
        Assert.Equal("2", await TextAsync(world.Reads, "teams/a"));
        Assert.Equal(0, world.Copy.Documents);
        Assert.Null(world.Copy.Age);

        world.Store.BeforeFeed = () => Task.CompletedTask;
        await world.UntilAsync(CopyState.Fresh, Ct);
        Assert.Equal("2", await TextAsync(world.Reads, "teams/a"));
        await other.TryWriteAsync([new("teams/a", null)], Ct);
        await world.CatchUpAsync(Ct);
        Assert.Null(await world.Reads.FindAsync("teams/a", Ct));
        Assert.Equal(1, world.Copy.Documents);
    }

    [Fact]
    public async Task What_changes_while_it_is_read_is_not_kept()
    {
        var other = await OpenAgainAsync();
        using var world = new CopyWorld(Store, Time);
        await other.TryWriteAsync([Put("entitlements/users/u/a", "1")], Ct);
        await world.CatchUpAsync(Ct);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
#pragma warning disable VSTHRD003 // Released by this test; it has no synchronisation context to wait in.
        world.Store.BeforeAnswer = () => go.Task;
#pragma warning restore VSTHRD003
        var one = world.Reads.FindAsync("entitlements/users/u/a", Ct);
        var page = world.Reads.ListAsync("entitlements/users/u/", null, 10, Ct);
        while (world.Store.Reads < 2)
        {
            await Task.Delay(1, Ct);
        }

        await other.TryWriteAsync([new("entitlements/users/u/a", null)], Ct);
        await world.CatchUpAsync(Ct);
        go.SetResult();
        await Task.WhenAll(one, page);
        await world.CatchUpAsync(Ct);

        Assert.Null(await world.Reads.FindAsync("entitlements/users/u/a", Ct));
        Assert.Empty(await world.Reads.ListAsync("entitlements/users/u/", null, 10, Ct));
    }

    [Fact]
    public async Task A_copy_stays_within_its_bounds_and_still_answers_everything()
    {
        using var few = new CopyWorld(Store, Time, new() { MostDocuments = 5 });
        using var small = new CopyWorld(Store, Time, new() { MostBytes = 4000 });
        for (var i = 0; i < 40; i++)
        {
            await Store.TryWriteAsync([Put($"users/{i:00}", $"{i}")], Ct);
        }

        await few.CatchUpAsync(Ct);
        await small.CatchUpAsync(Ct);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 40; i++)
            {
                Assert.Equal($"{i}", await TextAsync(few.Reads, $"users/{i:00}"));
                Assert.Equal($"{i}", await TextAsync(small.Reads, $"users/{i:00}"));
                Assert.InRange(few.Copy.Documents, 0, 5);
                Assert.InRange(small.Copy.Bytes, 0, 4000);
            }
        }

        Assert.InRange(small.Copy.Documents, 1, 12);
    }

    [Fact]
    public async Task A_copy_gives_nothing_whose_time_is_over()
    {
        using var world = new CopyWorld(Store, Time);
        var end = Time.GetUtcNow().AddMinutes(1);
        await Store.TryWriteAsync([Put("users/u", "1", expires: end), Put("entitlements/users/u/a", "1", expires: end)], Ct);
        await world.CatchUpAsync(Ct);
        Assert.NotNull(await world.Reads.FindAsync("users/u", Ct));
        Assert.Single(await world.Reads.ListAsync("entitlements/users/u/", null, 10, Ct));

        Time.Advance(TimeSpan.FromMinutes(1));
        await world.CatchUpAsync(Ct);

        Assert.Null(await world.Reads.FindAsync("users/u", Ct));
        Assert.Empty(await world.Reads.ListAsync("entitlements/users/u/", null, 10, Ct));
    }

    [Fact]
    public async Task Nothing_is_written_through_a_copy()
    {
        using var world = new CopyWorld(Store, Time);

        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Reads.TryWriteAsync([Put("teams/a", "1")], Ct));
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Reads.TryConsumeAsync("x", Time.GetUtcNow().AddHours(1), Ct));
        Assert.Equal(0, await Store.GetRevisionAsync(Ct));
    }

    [Fact]
    public async Task A_copy_that_is_off_reads_the_store()
    {
        using var world = new CopyWorld(Store, Time, new() { Enabled = false });
        await Store.TryWriteAsync([Put("teams/a", "1")], Ct);

        Assert.Equal("1", await TextAsync(world.Reads, "teams/a"));
        Assert.Equal((CopyState.Off, 0), (world.Copy.State, world.Copy.Documents));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task After_catching_up_a_copy_answers_as_the_store_does(int seed)
    {
        var random = new Random(seed);
        var other = await OpenAgainAsync();
        using var here = new CopyWorld(Store, Time, new() { MostDocuments = random.Next(3, 40) });
        using var there = new CopyWorld(other, Time);
        for (var round = 0; round < 15; round++)
        {
            for (var write = random.Next(4); write > 0; write--)
            {
                await (random.Next(2) == 0 ? Store : other).TryWriteAsync(RandomBatch(random), Ct);
                await ReadSomethingAsync(random.Next(2) == 0 ? here.Reads : there.Reads, random);
            }

            await here.CatchUpAsync(Ct);
            await there.CatchUpAsync(Ct);
            await AssertSameAsync(here.Reads, Store);
            await AssertSameAsync(there.Reads, Store);
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public async Task Reads_that_meet_writes_leave_nothing_wrong_behind(int seed)
    {
        var other = await OpenAgainAsync();
        using var world = new CopyWorld(Store, Time);
        await world.CatchUpAsync(Ct);
        var yields = new Random(seed);
        world.Store.BeforeAnswer = async () =>
        {
            int turns;
            lock (yields)
            {
                turns = yields.Next(6);
            }

            for (; turns > 0; turns--)
            {
                await Task.Yield();
            }
        };
        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(
            async () =>
            {
                var random = new Random((seed * 100) + worker);
                for (var i = 0; i < 40; i++)
                {
                    await (worker switch
                    {
                        0 => Store.TryWriteAsync(RandomBatch(random), Ct),
                        1 => other.TryWriteAsync(RandomBatch(random), Ct),
                        2 => world.CatchUpAsync(Ct),
                        _ => ReadSomethingAsync(world.Reads, random),
                    });
                }
            }, Ct)));

        await world.CatchUpAsync(Ct);

        await AssertSameAsync(world.Reads, Store);
    }

    static List<StoreWrite> RandomBatch(Random random)
    {
        string[] keys = [.. _keys];
        random.Shuffle(keys);
        return [.. keys.Take(random.Next(1, 4)).Select(key => random.Next(3) == 0 ? new(key, null) : Put(key, random.Next(1000).ToString(CultureInfo.InvariantCulture)))];
    }

    static Task ReadSomethingAsync(IStore reads, Random random) => random.Next(3) switch
    {
        0 => reads.FindAsync(_keys[random.Next(_keys.Length)], Ct),
        1 => reads.FindManyAsync([.. _keys.Where(_ => random.Next(2) == 0)], Ct),
        _ => reads.ListAsync(_prefixes[random.Next(_prefixes.Length)], null, random.Next(1, 4), Ct),
    };

    static async Task AssertSameAsync(IStore reads, IStore store)
    {
        foreach (var key in _keys)
        {
            Assert.Equal(Words(await store.FindAsync(key, Ct)), Words(await reads.FindAsync(key, Ct)));
        }

        Assert.Equal(Sorted(await store.FindManyAsync(_keys, Ct)), Sorted(await reads.FindManyAsync(_keys, Ct)));
        foreach (var prefix in _prefixes)
        {
            Assert.Equal((await store.ListAsync(prefix, null, 2, Ct)).Select(Words), (await reads.ListAsync(prefix, null, 2, Ct)).Select(Words));
            Assert.Equal((await store.ListAsync(prefix, $"{prefix}a", 9, Ct)).Select(Words), (await reads.ListAsync(prefix, $"{prefix}a", 9, Ct)).Select(Words));
        }
    }

    static IEnumerable<string?> Sorted(IEnumerable<StoredDocument> documents) => documents.Select(Words).Order(StringComparer.Ordinal);

    static string? Words(StoredDocument? document) => document is null ? null : $"{document.Key} {document.Version} {Text(document.Value)}";

    static async Task<string?> TextAsync(IStore reads, string key) => await reads.FindAsync(key, Ct) is { } found ? Text(found.Value) : null;

    static async Task<(List<string> Keys, ChangePlace Place)> ReadToEndAsync(IChangeReader changes, ChangePlace place)
    {
        var keys = new List<string>();
        while (true)
        {
            var page = await changes.ReadChangesAsync(place, ["teams/"], Ct);
            keys.AddRange(page.Keys);
            place = page.Next;
            if (page.IsComplete)
            {
                return (keys, place);
            }
        }
    }
}
