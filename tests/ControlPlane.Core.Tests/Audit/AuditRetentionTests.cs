using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.SignIn;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Core.Tests.Audit;

public sealed class AuditRetentionTests : IAsyncLifetime
{
    static readonly TimeSpan _keep = TimeSpan.FromDays(30);
    readonly TemporaryStore _file = new();
    readonly FakeTimeProvider _time = new(new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
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
    public async Task Old_records_go_and_the_rest_verifies_and_tells_of_it()
    {
        await AppendAsync(250);
        var hash = (await _trail.GetHeadAsync(Ct)).Hash;
        _time.Advance(TimeSpan.FromDays(31));
        await AppendAsync(5);

        var removed = await Retention().RemoveAsync(_keep, Ct);
        var verification = await _trail.VerifyAsync(null, Ct);
        var newest = Assert.Single(await _trail.ListAsync(newestFirst: true, null, 1, Ct));

        Assert.Equal(250, removed);
        Assert.Equal((true, 251, 6), (verification.Intact, verification.First, verification.Count));
        Assert.Equal(6, await _store.CountAsync("audit/events/", Ct));
        Assert.Equal("audit.retention", newest.Event.Action);
        Assert.Equal(("250", "250", hash), (newest.Event.Details["count"], newest.Event.Details["last_sequence"], newest.Event.Details["hash"]));
    }

    [Fact]
    public async Task Nothing_happens_when_nothing_is_old()
    {
        await AppendAsync(3);
        _time.Advance(TimeSpan.FromDays(29));

        Assert.Equal(0, await Retention().RemoveAsync(_keep, Ct));
        Assert.Equal(3, (await _trail.VerifyAsync(null, Ct)).Count);
    }

    [Fact]
    public async Task Many_records_go_in_several_runs_again_and_again()
    {
        await AppendAsync(50);
        _time.Advance(TimeSpan.FromDays(31));

        var first = await Retention(runRecords: 20).RemoveAsync(_keep, Ct);
        _time.Advance(TimeSpan.FromDays(31));
        var second = await Retention().RemoveAsync(_keep, Ct);
        var verification = await _trail.VerifyAsync(null, Ct);

        // The second one removes the events of the first.
        Assert.Equal((50, 3), (first, second));
        Assert.Equal((true, 54, 1), (verification.Intact, verification.First, verification.Count));
    }

    [Fact]
    public async Task An_old_record_behind_a_younger_one_stays()
    {
        await AppendAsync(2);
        _time.Advance(TimeSpan.FromDays(31));
        await AppendAsync(1);
        await _trail.AppendAsync(Event() with { Time = _time.GetUtcNow().AddDays(-60) });

        Assert.Equal(2, await Retention().RemoveAsync(_keep, Ct));
        Assert.Equal(3, (await _trail.VerifyAsync(null, Ct)).First);
    }

    [Fact]
    public async Task Two_replicas_at_once_leave_one_whole_chain()
    {
        await AppendAsync(2000);
        _time.Advance(TimeSpan.FromDays(31));
        var other = _file.Open(_time);

        var removed = await Task.WhenAll(
            Task.Run(() => Retention(_store, new(_store, TimeProvider.System)).RemoveAsync(_keep, Ct), Ct),
            Task.Run(() => Retention(other, new(other, TimeProvider.System)).RemoveAsync(_keep, Ct), Ct));
        var last = await Retention().RemoveAsync(_keep, Ct);
        var verification = await _trail.VerifyAsync(null, Ct);

        Assert.Equal(2000, removed.Sum() + last);
        Assert.Equal((true, 2001), (verification.Intact, verification.First));
    }

    [Fact]
    public async Task Removal_that_was_cut_off_leaves_a_chain_that_verifies_and_goes_on()
    {
        await AppendAsync(250);
        _time.Advance(TimeSpan.FromDays(31));
        // In the second batch.
        var torn = new FaultyStore(_store) { LosesWritesOf = key => key == "audit/events/00000000000000000100" };

        await Assert.ThrowsAsync<RefusedException>(() => Retention(torn).RemoveAsync(_keep, Ct));
        var between = await _trail.VerifyAsync(null, Ct);
        var removed = await Retention().RemoveAsync(_keep, Ct);

        Assert.Equal((true, 90), (between.Intact, between.First));
        Assert.Equal(250 - 89, removed);
        Assert.Equal((true, 251), ((await _trail.VerifyAsync(null, Ct)).Intact, (await _trail.VerifyAsync(null, Ct)).First));
    }

    [Fact]
    public async Task A_head_kept_elsewhere_serves_as_long_as_its_record_is_there_or_was_the_last_to_go()
    {
        await AppendAsync(10);
        var early = await _trail.GetHeadAsync(Ct);
        await AppendAsync(10);
        var last = await _trail.GetHeadAsync(Ct);
        _time.Advance(TimeSpan.FromDays(31));
        await AppendAsync(1);
        await Retention().RemoveAsync(_keep, Ct);

        var tooOld = await Assert.ThrowsAsync<RefusedException>(() => _trail.VerifyAsync(early, Ct));

        Assert.Equal("AUDIT_ANCHOR_TOO_OLD", tooOld.Reason);
        Assert.True((await _trail.VerifyAsync(last, Ct)).Intact);
        Assert.False((await _trail.VerifyAsync(last with { Hash = early.Hash }, Ct)).Intact);
    }

    // Records 1 to 10 are gone by retention, 11 to 20 are there, 21 is the event that tells of it.
    [Theory]
    [InlineData("changed", "UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), 'signin', 'sogmim') AS BLOB) WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000015'", 15)]
    [InlineData("removed at the beginning", "DELETE FROM documents WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000011'", 11)]
    [InlineData("removed in the middle", "DELETE FROM documents WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000015'", 15)]
    [InlineData("removed at the end", "DELETE FROM documents WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000021'", 21)]
    [InlineData("reordered", "UPDATE documents SET value = (SELECT d.value FROM documents d WHERE CAST(d.key AS TEXT) = 'audit/events/0000000000000000001' || CASE CAST(documents.key AS TEXT) WHEN 'audit/events/00000000000000000015' THEN '6' ELSE '5' END) WHERE CAST(key AS TEXT) IN ('audit/events/00000000000000000015', 'audit/events/00000000000000000016')", 15)]
    [InlineData("inserted before the first", "INSERT INTO documents SELECT CAST('audit/events/00000000000000000010' AS BLOB), value, version, NULL FROM documents WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000011'", 11)]
    [InlineData("inserted at the end", "INSERT INTO documents SELECT CAST('audit/events/00000000000000000022' AS BLOB), value, version, NULL FROM documents WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000021'", 22)]
    [InlineData("event of retention changed", "UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), '\"last_sequence\":\"10\"', '\"last_sequence\":\"12\"') AS BLOB) WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000021'", 21)]
    [InlineData("checkpoint lowered", "UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), '\"count\":10', '\"count\":9') AS BLOB) WHERE CAST(key AS TEXT) = 'audit/checkpoint'", 10)]
    [InlineData("checkpoint of another hash", "UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), '\"hash\":\"', '\"hash\":\"0') AS BLOB) WHERE CAST(key AS TEXT) = 'audit/checkpoint'", 11)]
    [InlineData("checkpoint torn", "UPDATE documents SET value = CAST('[]' AS BLOB) WHERE CAST(key AS TEXT) = 'audit/checkpoint'", 1)]
    [InlineData("checkpoint below zero", "UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), '\"count\":10', '\"count\":-1') AS BLOB) WHERE CAST(key AS TEXT) = 'audit/checkpoint'", 1)]
    [InlineData("checkpoint removed", "DELETE FROM documents WHERE CAST(key AS TEXT) = 'audit/checkpoint'", 1)]
    public async Task Tampering_is_found_after_retention_too(string how, string sql, long firstBad)
    {
        await AppendAsync(10);
        _time.Advance(TimeSpan.FromDays(31));
        await AppendAsync(10);
        await Retention().RemoveAsync(_keep, Ct);
        Assert.True((await _trail.VerifyAsync(null, Ct)).Intact);

        _file.Execute(sql);
        var verification = await _trail.VerifyAsync(null, Ct);

        Assert.Equal((how, firstBad), (how, verification.FirstBad));
        Assert.NotNull(verification.Finding);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 11)]
    public async Task A_checkpoint_that_the_chain_does_not_tell_of_is_found_and_retention_does_not_cover_it_up(bool withRetentionBefore, long firstBad)
    {
        await AppendAsync(10);
        _time.Advance(TimeSpan.FromDays(31));
        await AppendAsync(10);
        if (withRetentionBefore)
        {
            await Retention().RemoveAsync(_keep, Ct);
        }

        // As somebody would who knows how we write: the records up to 15 go, and the checkpoint has the right hash.
        var fifteenth = (await _trail.ListAsync(newestFirst: false, 14, 1, Ct)).Single();
        await _store.TryWriteAsync([AuditChain.WriteHead(AuditChain.CheckpointKey, new(15, fifteenth.Hash), 0) with { ExpectedVersion = null }], Ct);
        _file.Execute("DELETE FROM documents WHERE CAST(key AS TEXT) LIKE 'audit/events/%' AND CAST(key AS TEXT) < 'audit/events/00000000000000000016'");
        var forged = await _trail.VerifyAsync(null, Ct);
        _time.Advance(TimeSpan.FromDays(31));
        var removed = await Retention().RemoveAsync(_keep, Ct);

        Assert.Equal((false, firstBad), (forged.Intact, forged.FirstBad));
        Assert.Contains("forged", forged.Finding, StringComparison.Ordinal);
        Assert.Equal(0, removed);
        Assert.False((await _trail.VerifyAsync(null, Ct)).Intact);
    }

    [Fact]
    public async Task A_log_that_does_not_verify_stays_as_it_is()
    {
        await AppendAsync(10);
        _time.Advance(TimeSpan.FromDays(31));
        _file.Execute("UPDATE documents SET value = CAST(replace(CAST(value AS TEXT), 'signin', 'sogmim') AS BLOB) WHERE CAST(key AS TEXT) = 'audit/events/00000000000000000005'");

        Assert.Equal(0, await Retention().RemoveAsync(_keep, Ct));
        Assert.Equal(10, await _store.CountAsync("audit/events/", Ct));
    }

    AuditRetention Retention(IStore? store = null, AuditTrail? trail = null, int runRecords = 20_000)
        => new(store ?? _store, trail ?? _trail, _time, NullLogger<AuditRetention>.Instance) { RunRecords = runRecords };

    async Task AppendAsync(int count)
    {
        foreach (var group in Enumerable.Range(0, count).Chunk(200))
        {
            await Task.WhenAll(group.Select(_ => _trail.AppendAsync(Event())));
        }
    }

    AuditEvent Event() => new() { Time = _time.GetUtcNow(), Action = "signin.launch", Outcome = "allowed" };
}
