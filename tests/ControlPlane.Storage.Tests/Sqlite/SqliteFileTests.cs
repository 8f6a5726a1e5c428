using ControlPlane.Errors;
using ControlPlane.Store;
using Xunit;

namespace ControlPlane.Storage.Tests.Sqlite;

public sealed class SqliteFileTests : IDisposable
{
    readonly TemporaryFile _file = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_is_there_after_a_second_start()
    {
        await using (var first = _file.Open())
        {
            await first.TryWriteAsync([Put("a/1")], Ct);
        }

        await using var second = _file.Open();

        Assert.NotNull(await second.FindAsync("a/1", Ct));
        Assert.Equal(1, await second.GetRevisionAsync(Ct));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file.Path));
        }
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused()
    {
        await _file.Open().DisposeAsync();
        _file.Execute("PRAGMA user_version = 99");

        var refusal = Assert.Throws<RefusedException>(() => _file.Open());

        Assert.Equal("STORE_NEWER", refusal.Reason);
        Assert.Contains("schema 99", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_program_is_refused()
    {
        _file.Execute("CREATE TABLE theirs (id INTEGER)");

        Assert.Equal("STORE_NOT_OURS", Assert.Throws<RefusedException>(() => _file.Open()).Reason);
    }

    [Fact]
    public void A_file_that_is_not_a_database_is_refused()
    {
        File.WriteAllText(_file.Path, new string('x', 8192));

        Assert.Equal("STORE_CORRUPT", Assert.Throws<RefusedException>(() => _file.Open()).Reason);
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        await using (var store = _file.Open())
        {
            foreach (var chunk in Enumerable.Range(0, 2000).Chunk(50))
            {
                await store.TryWriteAsync([.. chunk.Select(i => Put($"a/{i}", new string('x', 200)))], Ct);
            }
        }

        var bytes = await File.ReadAllBytesAsync(_file.Path, Ct);
        Array.Fill(bytes, (byte)0xA5, 4096 * 10, 4096 * 40);
        await File.WriteAllBytesAsync(_file.Path, bytes, Ct);

        Assert.Equal("STORE_CORRUPT", Assert.Throws<RefusedException>(() => _file.Open()).Reason);
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_refused()
    {
        Directory.CreateDirectory(_file.Path);

        var refusal = Assert.Throws<RefusedException>(() => _file.Open());

        Assert.Equal("STORE_NOT_WRITABLE", refusal.Reason);
        Assert.Contains("Storage:Sqlite:Path", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_refuses_the_write_and_keeps_what_was_there()
    {
        await using var store = _file.Open(change: options => options.MaximumPages = 60);
        var written = 0;

        var refusal = await Assert.ThrowsAsync<RefusedException>(async () =>
        {
            for (; ; written++)
            {
                await store.TryWriteAsync([Put($"a/{written}", new string('x', 2000))], Ct);
            }
        });

        Assert.Equal("STORE_UNAVAILABLE", refusal.Reason);
        Assert.True(written > 10);
        Assert.Equal(written, await store.CountAsync("a/", Ct));
        Assert.Null(await store.FindAsync($"a/{written}", Ct));
    }

    [Fact]
    public async Task A_locked_file_refuses_the_write_and_takes_it_again_later()
    {
        await using var store = _file.Open(change: options => options.BusyTimeout = TimeSpan.FromMilliseconds(50));
        await store.TryWriteAsync([Put("a/1")], Ct);
        using (var other = _file.Connect())
        {
            using var hold = other.BeginTransaction();

            Assert.Equal("STORE_UNAVAILABLE", (await Assert.ThrowsAsync<RefusedException>(() => store.TryWriteAsync([Put("a/2")], Ct))).Reason);
            Assert.NotNull(await store.FindAsync("a/1", Ct));
        }

        Assert.NotNull(await store.TryWriteAsync([Put("a/2")], Ct));
    }

    [Fact]
    public async Task The_feed_keeps_no_more_rows_than_it_may()
    {
        await using var store = _file.Open(change: options => options.FeedRows = 100);
        for (var i = 0; i < 300; i++)
        {
            await store.TryWriteAsync([Put($"a/{i}")], Ct);
        }

        await store.SweepAsync(Ct);

        using var connection = _file.Connect();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM changes";
        Assert.Equal(100L, count.ExecuteScalar());
    }

    [Fact]
    public async Task Concurrent_writers_share_trips_to_the_disk()
    {
        await using var store = _file.Open();
        await store.TryWriteAsync([Put("a/0")], Ct);
        var before = new FileInfo(_file.Path + "-wal").Length;

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => store.TryWriteAsync([Put("a/0", $"{i}")], Ct)));

        // Each transaction adds at least three pages to the log: 500 of them would add 6 MB.
        Assert.True(new FileInfo(_file.Path + "-wal").Length - before < 3_000_000);
        Assert.Equal(501, await store.GetRevisionAsync(Ct));
    }

    [Fact]
    public async Task A_closed_store_takes_no_more()
    {
        var store = _file.Open();
        await store.DisposeAsync();

        Assert.Equal("STORE_UNAVAILABLE", (await Assert.ThrowsAsync<RefusedException>(() => store.TryWriteAsync([Put("a")], Ct))).Reason);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.FindAsync("a", Ct));
    }

    public void Dispose() => _file.Dispose();

    static StoreWrite Put(string key, string value = "{}") => new(key, System.Text.Encoding.UTF8.GetBytes(value));
}
