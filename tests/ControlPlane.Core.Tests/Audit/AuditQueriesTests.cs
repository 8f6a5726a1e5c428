using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Core.Tests.Audit;

public sealed class AuditQueriesTests : IAsyncLifetime
{
    readonly TemporaryStore _file = new();
    readonly FakeTimeProvider _time = new(new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    SqliteStore _store = null!;
    AuditTrail _trail = null!;
    AuditQueries _queries = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = _file.Open(_time);
        _trail = new(_store, _time);
        _queries = new(_store, _trail, _time);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pages_hold_each_event_that_passes_once_and_in_order(bool newestFirst)
    {
        await AppendAsync(1300);
        var filter = AuditQueries.ParseFilter("outcome = refused");

        var pages = await PagesAsync(filter, newestFirst, 100);

        var expected = Enumerable.Range(1, 1300).Where(i => i % 3 == 0).Select(i => (long)i);
        Assert.Equal(newestFirst ? expected.Reverse() : expected, pages.SelectMany(p => p.Records).Select(r => r.Sequence));
        Assert.Equal(5, pages.Count(p => p.Records.Count > 0));
    }

    [Fact]
    public async Task Page_ends_when_its_budget_is_read_and_the_next_one_goes_on()
    {
        await AppendAsync(10_600);
        var filter = AuditQueries.ParseFilter("user = \"user1\"");

        var first = await _queries.ListAsync(filter, newestFirst: true, null, 10, Ct);
        var second = await _queries.ListAsync(filter, newestFirst: true, first.Next, 10, Ct);

        Assert.Empty(first.Records);
        Assert.Equal(601, first.Next);
        Assert.Equal([1], second.Records.Select(r => r.Sequence));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Record_that_was_spoilt_or_removed_hides_no_other()
    {
        await AppendAsync(10);
        _file.Execute("UPDATE documents SET value = CAST('{' AS BLOB) WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000005'");
        _file.Execute("DELETE FROM documents WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000007'");
        _file.Execute("INSERT INTO documents SELECT CAST('audit/events/00000000000000000004x' AS BLOB), value, version, NULL FROM documents WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000004'");

        var newest = await PagesAsync(AuditQueries.ParseFilter(""), newestFirst: true, 4);
        var oldest = await PagesAsync(AuditQueries.ParseFilter(""), newestFirst: false, 4);

        Assert.Equal([10, 9, 8, 6, 5, 4, 3, 2, 1], newest.SelectMany(p => p.Records).Select(r => r.Sequence));
        Assert.Equal([1, 2, 3, 4, 5, 6, 8, 9, 10], oldest.SelectMany(p => p.Records).Select(r => r.Sequence));
        Assert.Equal("audit.unreadable", (await _queries.GetAsync(5, Ct)).Event.Action);
        Assert.Equal("RESOURCE_NOT_FOUND", (await Assert.ThrowsAsync<RefusedException>(() => _queries.GetAsync(7, Ct))).Reason);
    }

    [Fact]
    public async Task Every_page_is_right_while_retention_removes_the_oldest()
    {
        await AppendAsync(300);
        _time.Advance(TimeSpan.FromDays(2));
        await AppendAsync(5);
        var first = await _queries.ListAsync(AuditQueries.ParseFilter(""), newestFirst: true, null, 100, Ct);

        await new AuditRetention(_store, _trail, _time, NullLogger<AuditRetention>.Instance).RemoveAsync(TimeSpan.FromDays(1), Ct);
        var second = await _queries.ListAsync(AuditQueries.ParseFilter(""), newestFirst: true, first.Next, 100, Ct);
        var all = await PagesAsync(AuditQueries.ParseFilter(""), newestFirst: true, 100);

        Assert.Equal((0, null), (second.Records.Count, second.Next));
        Assert.Equal([306, 305, 304, 303, 302, 301], all.SelectMany(p => p.Records).Select(r => r.Sequence));
    }

    [Fact]
    public async Task Watch_tells_the_newest_then_a_bookmark_then_what_is_written()
    {
        await AppendAsync(10);
        await using var watch = _queries.WatchAsync(AuditQueries.ParseFilter("outcome = refused"), null, 2, Ct).GetAsyncEnumerator(Ct);

        var tail = new[] { await NextAsync(watch), await NextAsync(watch), await NextAsync(watch) };
        await AppendAsync(600, from: 11);
        var live = new List<AuditSighting>();
        for (var i = 0; i < 200; i++)
        {
            live.Add(await NextAsync(watch));
        }

        Assert.Equal([6, 9, null], tail.Select(s => s.Record?.Sequence));
        Assert.Equal(10, tail[2].Position);
        Assert.Equal(Enumerable.Range(4, 200).Select(i => (long?)i * 3), live.Select(s => s.Record?.Sequence));
    }

    [Fact]
    public async Task Watch_goes_on_after_a_position_and_refuses_one_whose_successors_are_gone()
    {
        await AppendAsync(10);
        await using var watch = _queries.WatchAsync(AuditQueries.ParseFilter(""), 7, 0, Ct).GetAsyncEnumerator(Ct);
        var seen = new[] { await NextAsync(watch), await NextAsync(watch), await NextAsync(watch), await NextAsync(watch) };
        _time.Advance(TimeSpan.FromDays(2));
        await new AuditRetention(_store, _trail, _time, NullLogger<AuditRetention>.Instance).RemoveAsync(TimeSpan.FromDays(1), Ct);

        Assert.Equal([null, 8, 9, 10], seen.Select(s => s.Record?.Sequence));
        Assert.Equal("RESUME_TOKEN_LOST", await RefusalAsync(9));
        Assert.Equal("RESUME_TOKEN_LOST", await RefusalAsync(12));
        await using var onward = _queries.WatchAsync(AuditQueries.ParseFilter(""), 10, 0, Ct).GetAsyncEnumerator(Ct);
        Assert.Equal((null, 10), ((await NextAsync(onward)).Record, 10));
        Assert.Equal("audit.retention", (await NextAsync(onward)).Record?.Event.Action);
    }

    [Fact]
    public async Task Watch_of_a_quiet_log_gives_a_bookmark_now_and_then()
    {
        await AppendAsync(1);
        await using var watch = _queries.WatchAsync(AuditQueries.ParseFilter(""), null, 0, Ct).GetAsyncEnumerator(Ct);
        await NextAsync(watch);

        var next = NextAsync(watch);
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(31));
            await Task.WhenAny(next, Task.Delay(10, Ct));
        }

        Assert.Equal(new(null, 1), await next);
    }

    [Fact]
    public async Task Everything_that_was_there_at_the_beginning_is_read_once()
    {
        await AppendAsync(1100);
        var read = new List<long>();
        await foreach (var piece in _queries.ReadAsync(AuditQueries.ParseFilter(""), Ct))
        {
            await AppendAsync(1, from: 2000);
            read.AddRange(piece.Select(r => r.Sequence));
        }

        Assert.Equal(Enumerable.Range(1, 1100).Select(i => (long)i), read);
    }

    [Theory]
    [InlineData("action = signin.launch AND facts.assertion = \"_2\"", 2)]
    [InlineData("sign_in = \"reference 3\"", 3)]
    [InlineData("facts.assertion:* AND time < \"2026-01-01T13:00:00Z\" AND reason = ENTITLEMENT_NOT_FOUND", 3)]
    [InlineData("actor = portal AND resource:accounts AND trace_id = t1 AND address = \"10.0.0.1\" AND identity_provider = idp AND team = Team1", 1)]
    public async Task Each_field_can_be_asked(string filter, long only)
    {
        await AppendAsync(3);

        var page = await _queries.ListAsync(AuditQueries.ParseFilter(filter), newestFirst: true, null, 10, Ct);

        Assert.Equal([only], page.Records.Select(r => r.Sequence));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("time desc", true)]
    [InlineData(" time ", false)]
    [InlineData("time  asc", false)]
    public void Order_is_that_of_time(string orderBy, bool newestFirst) => Assert.Equal(newestFirst, AuditQueries.IsNewestFirst(orderBy));

    [Fact]
    public void Every_other_order_is_refused()
        => Assert.Equal("ORDER_BY_INVALID", Assert.Throws<RefusedException>(() => AuditQueries.IsNewestFirst("user")).Reason);

    static async Task<AuditSighting> NextAsync(IAsyncEnumerator<AuditSighting> watch)
    {
        Assert.True(await watch.MoveNextAsync());
        return watch.Current;
    }

    async Task<string> RefusalAsync(long after)
    {
        await using var watch = _queries.WatchAsync(AuditQueries.ParseFilter(""), after, 0, Ct).GetAsyncEnumerator(Ct);
        return (await Assert.ThrowsAsync<RefusedException>(async () => await watch.MoveNextAsync())).Reason;
    }

    async Task<List<AuditPage>> PagesAsync(ControlPlane.Listing.Filter<AuditRecord> filter, bool newestFirst, int size)
    {
        var pages = new List<AuditPage>();
        do
        {
            pages.Add(await _queries.ListAsync(filter, newestFirst, pages.LastOrDefault()?.Next, size, Ct));
        }
        while (pages[^1].Next is not null);

        return pages;
    }

    async Task AppendAsync(int count, int from = 1)
    {
        foreach (var group in Enumerable.Range(from, count).Chunk(500))
        {
            await Task.WhenAll(group.Select(i => _trail.AppendAsync(Event(i))));
        }
    }

    AuditEvent Event(int i) => new()
    {
        Time = _time.GetUtcNow(),
        Action = "signin.launch",
        Outcome = i % 3 == 0 ? "refused" : "allowed",
        Reason = i % 3 == 0 ? "ENTITLEMENT_NOT_FOUND" : null,
        User = $"user{i}",
        Actor = i == 1 ? "portal" : null,
        Team = $"Team{i}",
        IdentityProvider = "idp",
        Resource = $"accounts/{i}",
        Reference = $"reference {i}",
        TraceId = $"t{i}",
        Address = $"10.0.0.{i % 200}",
        Details = new Dictionary<string, string> { ["assertion"] = $"_{i}" },
    };
}
