using System.Security.Cryptography;
using System.Text;
using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Core.Tests.Audit;

public sealed class AuditTrailTests : IAsyncLifetime
{
    readonly TemporaryStore _file = new();
    readonly FakeTimeProvider _time = new(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    SqliteStore _store = null!;
    AuditTrail _trail = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = _file.Open(_time);
        _trail = new(_store, _time);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Fact]
    public async Task What_was_appended_is_read_back_in_both_orders_by_pages()
    {
        await AppendAsync(25);

        var oldest = await _trail.ListAsync(newestFirst: false, after: 10, 5, Ct);
        var newest = await _trail.ListAsync(newestFirst: true, after: null, 10, Ct);
        var last = await _trail.ListAsync(newestFirst: true, after: 4, 10, Ct);

        Assert.Equal([11, 12, 13, 14, 15], oldest.Select(r => r.Sequence));
        Assert.Equal(Enumerable.Range(16, 10).Reverse().Select(i => (long)i), newest.Select(r => r.Sequence));
        Assert.Equal([3, 2, 1], last.Select(r => r.Sequence));
        Assert.Empty(await _trail.ListAsync(newestFirst: true, after: 1, 10, Ct));
        Assert.Equal("event 11 äß", oldest[0].Event.Reference);
        Assert.Equal("\"<quoted>\"", oldest[0].Event.Details["text"]);
    }

    [Fact]
    public async Task A_whole_chain_verifies_and_its_head_names_the_last_record()
    {
        await AppendAsync(1200);

        var head = await _trail.GetHeadAsync(Ct);

        var verification = await _trail.VerifyAsync(head, Ct);

        Assert.Equal((1200, true, 1, head), (verification.Count, verification.Intact, verification.First, verification.Head));
        Assert.Equal(head.Hash, Assert.Single(await _trail.ListAsync(newestFirst: true, null, 1, Ct)).Hash);
    }

    [Fact]
    public async Task An_empty_trail_verifies()
    {
        Assert.Equal(new(0, null, null) { First = 1, Head = AuditHead.Empty }, await _trail.VerifyAsync(null, Ct));
        Assert.Empty(await _trail.ListAsync(newestFirst: true, null, 10, Ct));
    }

    [Fact]
    public async Task Many_callers_on_two_replicas_make_one_chain_without_gaps()
    {
        var other = new AuditTrail(_file.Open(_time), TimeProvider.System);
        var own = new AuditTrail(_store, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(() => (i % 2 == 0 ? own : other).AppendAsync(Event(i)), Ct)));

        Assert.Equal(new(2000, null, null) { First = 1, Head = await own.GetHeadAsync(Ct) }, await own.VerifyAsync(null, Ct));
        var references = new HashSet<string>(StringComparer.Ordinal);
        for (long? after = null; await own.ListAsync(newestFirst: false, after, 1000, Ct) is { Count: > 0 } page; after = page[^1].Sequence)
        {
            references.UnionWith(page.Select(r => r.Event.Reference!));
        }

        Assert.Equal(2000, references.Count);
        Assert.True(await _store.GetRevisionAsync(Ct) < 1000, "Events that come together share a batch.");
    }

    [Theory]
    [InlineData("changed", "UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), 'event 5 ', 'event 6 ') AS BLOB) WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000005'", 5)]
    [InlineData("widened", "UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), '\"action\":', '\"user\":\"eve\",\"action\":') AS BLOB) WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000005'", 5)]
    [InlineData("doubled", "UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), '\"action\":', '\"action\":\"x\",\"action\":') AS BLOB) WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000005'", 5)]
    [InlineData("emptied", "UPDATE documents SET value = CAST('{}' AS BLOB) WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000005'", 5)]
    [InlineData("torn", "UPDATE documents SET value = CAST('{' AS BLOB) WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000005'", 5)]
    [InlineData("rehashed", "UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), '\"hash\":\"', '\"hash\":\"0') AS BLOB) WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000005'", 5)]
    [InlineData("removed", "DELETE FROM documents WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000005'", 5)]
    [InlineData("first removed", "DELETE FROM documents WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000001'", 1)]
    [InlineData("tail removed", "DELETE FROM documents WHERE CAST(key AS TEXT) >= 'audit/events/00000000000000000009' AND CAST(key AS TEXT) < 'audit/f'", 9)]
    [InlineData("all removed", "DELETE FROM documents WHERE CAST(key AS TEXT) LIKE 'audit/events/%'", 1)]
    [InlineData("inserted at the end", "INSERT INTO documents SELECT CAST('audit/events/00000000000000000011' AS BLOB), value, version, NULL FROM documents WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000010'", 11)]
    [InlineData("inserted between", "INSERT INTO documents SELECT CAST('audit/events/00000000000000000004x' AS BLOB), value, version, NULL FROM documents WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000004'", 5)]
    [InlineData("swapped", "UPDATE documents SET value = (SELECT d.value FROM documents d WHERE CAST(d.key AS TEXT) = 'audit/events/0000000000000000000' || CASE CAST(documents.key AS TEXT) WHEN 'audit/events/00000000000000000005' THEN '6' ELSE '5' END) WHERE CAST(key AS TEXT) IN ('audit/events/00000000000000000005', 'audit/events/00000000000000000006')", 5)]
    [InlineData("head lowered", "UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), '\"count\":10', '\"count\":9') AS BLOB) WHERE CAST(key AS TEXT) = 'audit/head'", 9)]
    [InlineData("head removed", "DELETE FROM documents WHERE CAST(key AS TEXT) = 'audit/head'", 1)]
    [InlineData("head torn", "UPDATE documents SET value = CAST('[]' AS BLOB) WHERE CAST(key AS TEXT) = 'audit/head'", 1)]
    public async Task Tampering_is_found_at_the_first_bad_record(string how, string sql, long firstBad)
    {
        await AppendAsync(10);

        _file.Execute(sql);
        var verification = await _trail.VerifyAsync(null, Ct);

        Assert.False(verification.Intact, how);
        Assert.Equal((firstBad, firstBad - 1), (verification.FirstBad, verification.Count));
        Assert.NotNull(verification.Finding);
    }

    [Fact]
    public async Task A_trail_that_was_written_anew_does_not_fit_a_head_kept_elsewhere()
    {
        await AppendAsync(10);
        var kept = await _trail.GetHeadAsync(Ct);
        _file.Execute("DELETE FROM documents WHERE CAST(key AS TEXT) LIKE 'audit/%'");
        _trail = new(_store, _time);
        await AppendAsync(12, from: 100);

        Assert.True((await _trail.VerifyAsync(null, Ct)).Intact);
        Assert.Equal(10, (await _trail.VerifyAsync(kept, Ct)).FirstBad);
    }

    [Fact]
    public async Task An_event_that_the_store_does_not_take_is_refused()
    {
        await AppendAsync(1);
        _store.Dispose();

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _trail.AppendAsync(Event(2)));

        Assert.Equal((RefusalKind.Unavailable, "AUDIT_UNAVAILABLE"), (refusal.Kind, refusal.Reason));
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_refused_alone()
    {
        var large = Event(1) with { Details = new Dictionary<string, string> { ["much"] = new('x', 100_000) } };

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _trail.AppendAsync(large));
        await AppendAsync(1);

        Assert.Equal("AUDIT_UNAVAILABLE", refusal.Reason);
        Assert.Equal(1, (await _trail.VerifyAsync(null, Ct)).Count);
    }

    [Fact]
    public async Task The_state_before_and_after_a_change_is_part_of_the_chain()
    {
        await _trail.AppendAsync(Event(1) with { Before = """{"purpose":"old"}""", After = """{"purpose":"new"}""" });
        var read = Assert.Single(await _trail.ListAsync(newestFirst: true, null, 1, Ct));
        _file.Execute("UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), 'old', 'odd') AS BLOB) WHERE CAST(key AS TEXT) LIKE 'audit/events/%'");

        Assert.Equal(("""{"purpose":"old"}""", """{"purpose":"new"}"""), (read.Event.Before, read.Event.After));
        Assert.Equal(1, (await _trail.VerifyAsync(null, Ct)).FirstBad);
    }

    [Fact]
    public async Task A_state_that_is_too_large_leaves_its_length_and_hash()
    {
        // The longest that fits, and that is longest when escaped.
        var fits = $"\"{string.Concat(Enumerable.Repeat("\\\"", (8 * 1024) - 1))}\"";
        var large = $"\"{new string('ä', 8 * 1024)}\"";

        await _trail.AppendAsync(Event(1) with { Before = fits, After = fits });
        await _trail.AppendAsync(Event(2) with { Before = fits, After = large });
        var read = await _trail.ListAsync(newestFirst: false, null, 2, Ct);

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(large)));
        Assert.Equal((fits, fits), (read[0].Event.Before, read[0].Event.After));
        Assert.Equal((fits, $$"""{"omitted":true,"bytes":16386,"sha256":"{{hash}}"}"""), (read[1].Event.Before, read[1].Event.After));
        Assert.True((await _trail.VerifyAsync(null, Ct)).Intact);
    }

    [Fact]
    public async Task The_hash_of_an_event_without_states_is_what_it_was_before_there_were_any()
    {
        await _trail.AppendAsync(new() { Time = _time.GetUtcNow(), Action = "signin.launch", Outcome = "allowed" });

        // SHA-256 of {"event":{"action":"signin.launch","details":{},"outcome":"allowed","time":"2026-11-22T12:00:00+00:00"},"previous":"00…","sequence":1}
        Assert.Equal("97274ffcfdd68997295c4f90dc9c0ede13ff0925a9ceba8207d7a313cd3b33bb", (await _trail.GetHeadAsync(Ct)).Hash);
    }

    async Task AppendAsync(int count, int from = 1)
    {
        // In order: each group of appends is queued before the writer takes it.
        foreach (var group in Enumerable.Range(from, count).Chunk(200))
        {
            await Task.WhenAll(group.Select(i => _trail.AppendAsync(Event(i))));
        }
    }

    AuditEvent Event(int i) => new()
    {
        Time = _time.GetUtcNow(),
        Action = "signin.launch",
        Outcome = "allowed",
        Reference = $"event {i} äß",
        Details = new Dictionary<string, string> { ["text"] = "\"<quoted>\"", ["assertion"] = $"_{i}" },
    };
}
