using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Errors;
using ControlPlane.Store;
using Xunit;

namespace ControlPlane.Core.Tests.Catalog;

public sealed class ResourceWatchTests : IAsyncLifetime
{
    // More than the feed remembers, and more than lies unread for one watcher.
    const int Many = 17_000;
    readonly CatalogWorld _world = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Watcher_is_told_what_is_there_a_bookmark_and_every_change()
    {
        await _world.CreateAsync(CatalogWorld.Account(), Ct);
        await using var watch = Start();

        var there = await NextAsync(watch);
        var bookmark = await NextAsync(watch);
        await _world.UpdateAsync(a => a with { Alias = "b" }, Ct);
        var modified = await NextAsync(watch);
        await _world.CreateAsync(CatalogWorld.Account(2), Ct);
        var added = await NextAsync(watch);
        await _world.Accounts.DeleteAsync(CatalogWorld.Account(), null, CatalogWorld.Alice, Ct);
        var deleted = await NextAsync(watch);

        Assert.Equal([ResourceChangeType.Added, ResourceChangeType.Bookmark, ResourceChangeType.Modified, ResourceChangeType.Added, ResourceChangeType.Deleted],
            [there.Type, bookmark.Type, modified.Type, added.Type, deleted.Type]);
        Assert.Equal("b", modified.Resource!.Value.Alias);
        Assert.Equal("accounts/111122220001", deleted.Name);
    }

    [Fact]
    public async Task Watcher_that_was_cut_off_within_what_is_there_is_told_the_rest_of_it()
    {
        for (var i = 1; i <= 3; i++)
        {
            await _world.CreateAsync(CatalogWorld.Account(i), Ct);
        }

        WatchPlace place;
        await using (var watch = Start())
        {
            place = WatchPlace.Parse((await NextAsync(watch)).Place.ToString());
        }

        await _world.UpdateAsync(a => a with { Alias = "meanwhile" }, Ct);
        await using var again = Start(place: place);
        var told = new[] { await NextAsync(again), await NextAsync(again), await NextAsync(again), await NextAsync(again) };

        Assert.Equal(["account 2", "account 3", null, "meanwhile"], told.Select(t => t.Resource?.Value.Alias));
        Assert.Equal(ResourceChangeType.Bookmark, told[2].Type);
    }

    [Fact]
    public async Task Watcher_that_comes_back_is_told_what_followed()
    {
        await _world.CreateAsync(CatalogWorld.Account(), Ct);
        WatchPlace place;
        await using (var watch = Start())
        {
            await NextAsync(watch);
            place = (await NextAsync(watch)).Place;
        }

        await _world.UpdateAsync(a => a with { Alias = "b" }, Ct);
        await using var again = Start(place: place);
        var next = await NextAsync(again);
        while (next.Resource?.Value.Alias != "b")
        {
            // What was written at the token's own revision may come twice.
            next = await NextAsync(again);
        }

        Assert.Equal(ResourceChangeType.Modified, next.Type);
    }

    [Fact]
    public async Task Thing_that_leaves_the_filter_is_told_as_deleted_and_as_added_when_it_returns()
    {
        await _world.CreateAsync(CatalogWorld.Account(), Ct);
        await using var watch = Start("environment = \"dev\"");
        await NextAsync(watch);
        await NextAsync(watch);

        await _world.UpdateAsync(a => a with { Environment = "prod" }, Ct);
        await _world.UpdateAsync(a => a with { Alias = "not told" }, Ct);
        await _world.UpdateAsync(a => a with { Environment = "dev" }, Ct);

        Assert.Equal(ResourceChangeType.Deleted, (await NextAsync(watch)).Type);
        var back = await NextAsync(watch);
        Assert.Equal((ResourceChangeType.Added, "not told"), (back.Type, back.Resource!.Value.Alias));
    }

    [Fact]
    public async Task Place_that_is_not_remembered_any_more_is_refused()
    {
        await using (var watch = Start())
        {
            await NextAsync(watch);
        }

        var place = new WatchPlace(_world.Feed.Position);
        using (var witness = await _world.Feed.SubscribeAsync("groups/", null, Ct))
        {
            await WriteAsync("groups/", 9_000);
            await ReadToEndAsync(witness, "groups/08999");
        }

        await using var again = Start(place: place);
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => NextAsync(again));

        Assert.Equal("RESUME_TOKEN_LOST", refusal.Reason);
    }

    [Fact]
    public async Task Busy_log_does_not_push_the_catalog_out_of_memory()
    {
        WatchPlace place;
        await using (var watch = Start())
        {
            place = (await NextAsync(watch)).Place;
        }

        await WriteAsync("signins/", 9_000);
        await _world.CreateAsync(CatalogWorld.Account(), Ct);
        await using var again = Start(place: place);

        Assert.Equal(ResourceChangeType.Added, (await NextAsync(again)).Type);
    }

    [Fact]
    public async Task Place_that_the_store_never_reached_is_refused()
    {
        await using var watch = Start(place: new(1_000_000));

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => NextAsync(watch));

        Assert.Equal("RESUME_TOKEN_LOST", refusal.Reason);
    }

    [Fact]
    public async Task Watcher_that_does_not_keep_up_is_cut_off_and_the_others_are_not()
    {
        using var slow = await _world.Feed.SubscribeAsync("groups/", null, Ct);
        using var quick = await _world.Feed.SubscribeAsync("groups/", null, Ct);

        var reading = ReadToEndAsync(quick, $"groups/{Many - 1:00000}");
        await WriteAsync("groups/", Many);
        var read = await reading;

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => ReadToEndAsync(slow, "never"));
        Assert.Equal((Many, "WATCH_TOO_SLOW"), (read, refusal.Reason));
        Assert.NotNull(refusal.RetryAfter);
    }

    [Fact]
    public async Task Engine_that_fails_for_a_while_costs_watchers_nothing()
    {
        await using var watch = Start();
        await NextAsync(watch);
        var failures = 0;
        _world.Store.BreaksFeedAt = change => change.Key.StartsWith("accounts/", StringComparison.Ordinal) && Interlocked.Increment(ref failures) == 1;

        await _world.CreateAsync(CatalogWorld.Account(), Ct);
        var told = await NextAsync(watch);

        Assert.Equal((ResourceChangeType.Added, "account 1"), (told.Type, told.Resource?.Value.Alias));
        Assert.True(failures > 1);
    }

    [Fact]
    public async Task Watcher_that_hears_nothing_gets_bookmarks()
    {
        await using var watch = Start();
        await NextAsync(watch);

        var next = NextAsync(watch);
        while (!next.IsCompleted)
        {
            _world.Time.Advance(ResourceWatch<Account>.BookmarkEvery);
            await Task.WhenAny(next, Task.Delay(20, Ct));
        }

        Assert.Equal(ResourceChangeType.Bookmark, (await next).Type);
    }

    IAsyncEnumerator<ResourceChange<Account>> Start(string filter = "", WatchPlace? place = null)
        => _world.Watch().WatchAsync(_world.Filter(filter), null, null, place, Ct).GetAsyncEnumerator(Ct);

    static async Task<ResourceChange<Account>> NextAsync(IAsyncEnumerator<ResourceChange<Account>> watch)
    {
        Assert.True(await watch.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Ct));
        return watch.Current;
    }

    async Task WriteAsync(string prefix, int count)
    {
        foreach (var batch in Enumerable.Range(0, count).Chunk(StoreLimits.BatchWrites))
        {
            await _world.Store.TryWriteAsync([.. batch.Select(i => new StoreWrite($"{prefix}{i:00000}", "{}"u8.ToArray()))], Ct);
        }
    }

    static async Task<int> ReadToEndAsync(ChangeSubscription subscription, string last)
    {
        var read = 0;
        await foreach (var change in subscription.Changes.ReadAllAsync(Ct))
        {
            read++;
            if (change.Key == last)
            {
                break;
            }
        }

        return read;
    }
}
