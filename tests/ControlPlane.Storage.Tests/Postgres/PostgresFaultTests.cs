using System.Text;
using ControlPlane.Errors;
using Xunit;

namespace ControlPlane.Storage.Tests.Postgres;

/// <summary>What happens when the database or the way to it breaks.</summary>
public sealed class PostgresFaultTests(PostgresServer server) : IAsyncLifetime
{
    readonly PostgresWorld _world = new(server);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public async Task A_commit_whose_answer_was_lost_is_told_as_what_it_was(long? expected)
    {
        await using var proxy = new CuttingProxy(server.Port);
        var store = await _world.OpenAsync(Ct, change: o => o.ConnectionString = server.Connection(port: proxy.Port) + ";SSL Mode=Disable");

        // With the end of its message, so that READ COMMITTED is not taken for it.
        proxy.CutAfter("COMMIT\0");
        var revision = await store.TryWriteAsync([new("a/1", "1"u8.ToArray(), expected)], Ct);

        Assert.Equal(1, proxy.Cuts);
        Assert.NotNull(revision);
        Assert.Equal(revision, (await store.FindAsync("a/1", Ct))!.Version);
        Assert.Equal(1, await store.GetRevisionAsync(Ct));
    }

    [Fact]
    public async Task A_write_that_was_cut_off_before_its_commit_is_refused_and_not_there()
    {
        await using var proxy = new CuttingProxy(server.Port);
        var store = await _world.OpenAsync(Ct, change: o => o.ConnectionString = server.Connection(port: proxy.Port) + ";SSL Mode=Disable");

        proxy.CutAfter("pg_notify");
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => store.TryWriteAsync([new("a/1", "1"u8.ToArray())], Ct));

        Assert.Equal("STORE_UNAVAILABLE", refusal.Reason);
        Assert.Null(await store.FindAsync("a/1", Ct));
        Assert.NotNull(await store.TryWriteAsync([new("a/1", "2"u8.ToArray(), 0)], Ct));
    }

    [Fact]
    public async Task Connections_that_the_server_ends_are_made_again_and_watchers_go_on()
    {
        var (reader, writer) = (await _world.OpenAsync(Ct, change: o => o.PollInterval = TimeSpan.FromMinutes(1)), await _world.OpenAsync(Ct));
        await using var feed = reader.WatchAsync("w/", 0, Ct).GetAsyncEnumerator(Ct);
        var first = feed.MoveNextAsync();
        await writer.TryWriteAsync([new("w/1", "{}"u8.ToArray())], Ct);
        Assert.True(await first);

        await server.AdministerAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{_world.Schema}'");
        var second = feed.MoveNextAsync().AsTask();
        await EventuallyAsync(() => writer.TryWriteAsync([new("w/2", "{}"u8.ToArray())], Ct));

        // Well within the minute of the poll: the listener came back and looked.
        Assert.True(await second.WaitAsync(TimeSpan.FromSeconds(30), Ct));
        Assert.Equal("w/2", feed.Current.Key);
    }

    [Fact]
    public async Task A_notification_wakes_the_watchers_of_other_replicas()
    {
        var (reader, writer) = (await _world.OpenAsync(Ct, change: o => o.PollInterval = TimeSpan.FromMinutes(1)), await _world.OpenAsync(Ct));
        await using var feed = reader.WatchAsync("w/", 0, Ct).GetAsyncEnumerator(Ct);
        for (var i = 0; i < 5; i++)
        {
            var next = feed.MoveNextAsync().AsTask();
            await Task.Delay(50, Ct);
            await writer.TryWriteAsync([new($"w/{i}", Encoding.UTF8.GetBytes($"{i}"))], Ct);
            Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(20), Ct));
        }
    }

    [Fact]
    public async Task Many_replicas_that_start_at_once_make_the_tables_once()
    {
        var stores = Enumerable.Range(0, 6).Select(_ => _world.Make()).ToList();

        await Task.WhenAll(stores.Select(s => s.OpenAsync(Ct)));

        Assert.All(await Task.WhenAll(stores.Select(s => s.GetRevisionAsync(Ct))), revision => Assert.Equal(0, revision));
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_left_alone()
    {
        await _world.OpenAsync(Ct);
        await server.AdministerAsync($"UPDATE {_world.Schema}.state SET schema_version = 99");

        Assert.Equal("STORE_NEWER", (await Assert.ThrowsAsync<RefusedException>(() => _world.OpenAsync(Ct))).Reason);
    }

    [Fact]
    public async Task Tables_of_another_program_are_left_alone()
    {
        await server.AdministerAsync($"CREATE SCHEMA {_world.Schema} AUTHORIZATION app");
        await server.AdministerAsync($"CREATE TABLE {_world.Schema}.state (id integer)");

        Assert.Equal("STORE_NOT_OURS", (await Assert.ThrowsAsync<RefusedException>(() => _world.OpenAsync(Ct))).Reason);
    }

    [Fact]
    public async Task A_user_who_may_not_make_tables_is_told_what_to_ask_for()
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _world.OpenAsync(Ct, change: o => o.ConnectionString = server.Connection("guest")));

        Assert.Equal("STORE_NOT_WRITABLE", refusal.Reason);
        Assert.Contains($"CREATE SCHEMA {_world.Schema}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_refuses_and_names_no_password()
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(
            () => _world.OpenAsync(Ct, change: o => o.ConnectionString = "Host=127.0.0.1;Port=1;Database=x;Username=app;Password=hunter2"));

        Assert.Equal("STORE_UNAVAILABLE", refusal.Reason);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_refuses_and_names_nothing()
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _world.OpenAsync(
            Ct, change: o => o.ConnectionString = server.Connection().Replace("Password=correct horse", "Password=hunter2", StringComparison.Ordinal)));

        Assert.Equal("STORE_UNAVAILABLE", refusal.Reason);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
    }

    internal static async Task EventuallyAsync(Func<Task> act)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await act();
                return;
            }
            catch (RefusedException e) when (e.Reason is "STORE_UNAVAILABLE" && tries < 60)
            {
                await Task.Delay(250, Ct);
            }
        }
    }
}
