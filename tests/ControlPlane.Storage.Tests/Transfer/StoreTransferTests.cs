using System.Text;
using ControlPlane.Errors;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Storage.Tests.DynamoDb;
using ControlPlane.Storage.Tests.Postgres;
using ControlPlane.Storage.Tests.Sqlite;
using ControlPlane.Storage.Transfer;
using ControlPlane.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Storage.Tests.Transfer;

/// <summary>A whole store goes to a file and into another engine.</summary>
public sealed class StoreTransferTests(PostgresServer postgres, DynamoDbServer dynamoDb) : IAsyncLifetime
{
    static readonly DateTimeOffset _start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    readonly TemporaryFile _source = new();
    readonly TemporaryFile _target = new();
    readonly FakeTimeProvider _time = new(_start);
    readonly string _folder = Directory.CreateTempSubdirectory("controlplane-move-").FullName;
    SqliteStore _store = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = _source.Open(_time, o => o.Synchronous = SqliteSynchronous.Normal);
        await FillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _source.Dispose();
        _target.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_store_that_goes_through_every_engine_comes_back_as_it_was()
    {
        await using var tables = new PostgresWorld(postgres);
        await using var table = new DynamoDbWorld(dynamoDb);
        await using var last = _target.Open(_time);
        ITransferable[] stations = [_store, await tables.OpenAsync(Ct, _time), await table.OpenAsync(Ct, _time), last];

        for (var i = 1; i < stations.Length; i++)
        {
            await ExportAsync(stations[i - 1], $"{i}");
            await new StoreImport(stations[i], _time).RunAsync(PathOf($"{i}"), _ => { }, Ct);
        }

        await ExportAsync(last, "4");
        var first = await File.ReadAllBytesAsync(PathOf("1"), Ct);
        Assert.All(["2", "3", "4"], name => Assert.Equal(first, File.ReadAllBytes(PathOf(name))));
        Assert.Contains("Zürich", Encoding.UTF8.GetString(first), StringComparison.Ordinal);
        foreach (var store in stations.Skip(1))
        {
            await AssertGoesOnAsync(store);
        }
    }

    [Fact]
    public async Task A_file_that_was_cut_or_changed_is_refused_and_nothing_is_imported()
    {
        await ExportAsync(_store, "whole");
        var whole = await File.ReadAllBytesAsync(PathOf("whole"), Ct);
        var lines = Encoding.UTF8.GetString(whole).Split('\n')[..^1];
        await using var target = _target.Open(_time);

        foreach (var length in Enumerable.Range(0, 40).Select(i => i * whole.Length / 40).Append(whole.Length - 1))
        {
            await RefusedAsync(whole[..length]);
        }

        await RefusedAsync([.. whole, .. "{}\n"u8]);
        await RefusedAsync(Join([.. lines[..5], .. lines[6..]]));
        await RefusedAsync(Join([.. lines[..5], lines[6], lines[5], .. lines[7..]]));
        await RefusedAsync(Join([.. lines[..5], lines[4], .. lines[5..]]));
        await RefusedAsync(Join(lines).AsSpan().ToArray().Select((b, i) => i == whole.Length / 2 ? (byte)(b ^ 1) : b).ToArray());
        await RefusedAsync("hello\n"u8.ToArray());

        async Task RefusedAsync(byte[] bytes)
        {
            var path = PathOf("broken");
            await File.WriteAllBytesAsync(path, bytes, Ct);
            Assert.Equal("STORE_FILE_DAMAGED", (await Assert.ThrowsAsync<RefusedException>(() => new StoreImport(target, _time).RunAsync(path, _ => { }, Ct))).Reason);
            Assert.Equal(0, await target.GetRevisionAsync(Ct));
        }
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused()
    {
        await File.WriteAllTextAsync(PathOf("newer"), """{"format":"studio-control-plane/store","version":2,"revision":1,"createTime":"2026-11-22T12:00:00.0000000Z"}""" + "\n", Ct);
        await using var target = _target.Open(_time);

        Assert.Equal("STORE_FILE_NEWER", (await Assert.ThrowsAsync<RefusedException>(() => new StoreImport(target, _time).RunAsync(PathOf("newer"), _ => { }, Ct))).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_an_empty_store_takes_an_import(bool document)
    {
        await ExportAsync(_store, "whole");
        await using var target = _target.Open(_time);
        _ = document ? await target.TryWriteAsync([new("a/1", "{}"u8.ToArray())], Ct) : await target.TryConsumeAsync("a", _start.AddDays(1), Ct) ? 1 : 0;

        Assert.Equal("STORE_NOT_EMPTY", (await Assert.ThrowsAsync<RefusedException>(() => new StoreImport(target, _time).RunAsync(PathOf("whole"), _ => { }, Ct))).Reason);
        Assert.Null(await target.FindAsync("teams/1", Ct));
    }

    [Fact]
    public async Task An_import_that_was_stopped_keeps_servers_away_until_it_was_run_again()
    {
        await ExportAsync(_store, "whole");
        await ExportAsync(_store, "other", TimeSpan.FromSeconds(1));
        await using (var target = _target.Open(_time))
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => new StoreImport(target, _time).RunAsync(PathOf("whole"), _ => throw new OperationCanceledException(), Ct));
            Assert.Equal("STORE_IMPORT_UNFINISHED", (await Assert.ThrowsAsync<RefusedException>(() => new StoreImport(target, _time).RunAsync(PathOf("other"), _ => { }, Ct))).Reason);
            Assert.Equal("STORE_IMPORT_UNFINISHED", (await Assert.ThrowsAsync<RefusedException>(() => ExportAsync(target, "half"))).Reason);
        }

        using (var server = Host())
        {
            Assert.Equal("STORE_IMPORT_UNFINISHED", (await Assert.ThrowsAsync<RefusedException>(() => server.StartAsync(Ct))).Reason);
        }

        await using (var target = _target.Open(_time))
        {
            await new StoreImport(target, _time).RunAsync(PathOf("whole"), _ => { }, Ct);
            await AssertGoesOnAsync(target);
        }

        using var after = Host();
        await after.StartAsync(Ct);
    }

    [Fact]
    public async Task An_export_while_somebody_writes_is_refused_and_leaves_no_file()
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => new StoreExport(_store, _time).RunAsync(
#pragma warning disable VSTHRD002 // The test's own write, in the middle of the export.
            PathOf("busy"), _ => _store.TryWriteAsync([new("x/1", "{}"u8.ToArray())], Ct).GetAwaiter().GetResult(), Ct));
#pragma warning restore VSTHRD002

        Assert.Equal("STORE_IN_USE", refusal.Reason);
        Assert.False(File.Exists(PathOf("busy")));
    }

    [Fact]
    public async Task An_export_is_for_its_owner_alone_and_never_takes_the_place_of_a_file()
    {
        await ExportAsync(_store, "mine");
        var before = await File.ReadAllBytesAsync(PathOf("mine"), Ct);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("mine")));
        }

        Assert.Equal("STORE_FILE_FAULT", (await Assert.ThrowsAsync<RefusedException>(() => ExportAsync(_store, "mine"))).Reason);
        Assert.Equal(before, await File.ReadAllBytesAsync(PathOf("mine"), Ct));
    }

    [Fact]
    public async Task An_empty_store_is_not_exported()
    {
        await using var empty = _target.Open(_time);

        Assert.Equal("STORE_EMPTY", (await Assert.ThrowsAsync<RefusedException>(() => ExportAsync(empty, "empty"))).Reason);
    }

    [Fact]
    public async Task What_expired_since_the_export_is_not_missed()
    {
        await ExportAsync(_store, "whole");
        _time.Advance(TimeSpan.FromHours(3));
        await using var target = _target.Open(_time);

        var moved = await new StoreImport(target, _time).RunAsync(PathOf("whole"), _ => { }, Ct);

        Assert.Null(await target.FindAsync("sessions/2", Ct));
        Assert.True(await target.TryConsumeAsync("assertion/1", _time.GetUtcNow().AddMinutes(5), Ct));
        Assert.Equal(moved.Revision, await target.GetRevisionAsync(Ct));
    }

    string PathOf(string name) => Path.Combine(_folder, name);

    // The same moment for all, so that files are the same.
    Task<StoreMoved> ExportAsync(ITransferable store, string name, TimeSpan later = default)
        => new StoreExport(store, new FakeTimeProvider(_start + later)).RunAsync(PathOf(name), _ => { }, Ct);

    async Task FillAsync()
    {
        for (var i = 0; i < 250; i++)
        {
            await _store.TryWriteAsync([new($"teams/{i}", Encoding.UTF8.GetBytes($$"""{"id":{{i}},"text":"Zürich \n \"quoted\" \\ \u0001"}""")), new($"audit/events/{i:D20}", "{}"u8.ToArray())], Ct);
        }

        await _store.TryWriteAsync([new("teams/7", null), new("teams/8", "\"again\""u8.ToArray())], Ct);
        await _store.TryWriteAsync([new("sessions/1", "1"u8.ToArray(), null, _start.AddTicks(-1)), new("sessions/2", "2"u8.ToArray(), null, _start.AddHours(1).AddTicks(1234567))], Ct);
        await _store.TryWriteAsync([new("users/\U0001F600", "{}"u8.ToArray()), new("users/\ufffd", "{}"u8.ToArray()), new("alone", "{}"u8.ToArray()), new("teams", "{}"u8.ToArray())], Ct);
        var large = new byte[StoreLimits.ValueBytes];
        Array.Fill(large, (byte)'"');
        await _store.TryWriteAsync([new("large/1", large), new("large/2", large), new("large/3", large)], Ct);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _store.TryConsumeAsync($"assertion/{i}", _start.AddMinutes(10).AddTicks(i), Ct)));

        Assert.True(await _store.TryConsumeAsync("over", _start.AddMilliseconds(1), Ct));
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    async Task AssertGoesOnAsync(ITransferable store)
    {
        var revision = await _store.GetRevisionAsync(Ct);
        Assert.Equal(revision, await store.GetRevisionAsync(Ct));
        Assert.Null(await store.FindAsync("store-import/unfinished", Ct));
        Assert.False(await store.TryConsumeAsync("assertion/50", _start.AddMinutes(30), Ct));
        var team = (await store.FindAsync("teams/8", Ct))!;
        Assert.Equal((await _store.FindAsync("teams/8", Ct))!.Version, team.Version);
        await using var before = store.WatchAsync("", revision - 1, Ct).GetAsyncEnumerator(Ct);
        Assert.Equal("STORE_FEED_LOST", (await Assert.ThrowsAsync<RefusedException>(async () => await before.MoveNextAsync())).Reason);

        Assert.Null(await store.TryWriteAsync([new("teams/8", "1"u8.ToArray(), team.Version - 1)], Ct));
        Assert.Equal(revision + 1, await store.TryWriteAsync([new("teams/8", "1"u8.ToArray(), team.Version)], Ct));

        await using var feed = store.WatchAsync("", revision, Ct).GetAsyncEnumerator(Ct);
        Assert.True(await feed.MoveNextAsync());
        Assert.Equal((revision + 1, "teams/8"), (feed.Current.Revision, feed.Current.Key));
        Assert.DoesNotContain(await store.ListAsync("", null, 1000, Ct), d => d.Key == "store-import/unfinished");
    }

    IHost Host()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Storage:Sqlite:Path", (string?)_target.Path)]);
        builder.Services.AddControlPlaneStorage();
        return builder.Build();
    }

    static byte[] Join(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")));
}
