using System.Text;
using ControlPlane.Errors;
using ControlPlane.Requests;
using ControlPlane.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Core.Tests.Requests;

public sealed class RequestLogTests : IAsyncLifetime
{
    static readonly RequestIdentity _request = new("entra/alice", "/controlplane.v1.TeamService/CreateTeam", Guid.Parse("0199a0a0-0000-7000-8000-000000000001"), "f1");
    readonly TemporaryStore _file = new();
    readonly FakeTimeProvider _time = new(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    SqliteStore _store = null!;
    RequestLog _log = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = _file.Open(_time);
        _log = new(_store, _time);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    [Fact]
    public async Task New_request_has_no_answer()
    {
        Assert.Null(await _log.FindAsync(_request, Ct));
        Assert.Null(await _log.FindAsync(null, Ct));
    }

    [Fact]
    public async Task Repeated_request_gets_the_first_answer_with_its_version()
    {
        var revision = await ChangeAsync(_request, """{"name":"é","n":1}""");
        await _store.TryWriteAsync([new("things/1", "{}"u8.ToArray())], Ct);

        var again = await _log.FindAsync(_request, Ct);

        Assert.Equal("""{"name":"é","n":1}""", Encoding.UTF8.GetString(again!.Json.Span));
        Assert.Equal(revision, again.Version);
    }

    [Fact]
    public async Task Removal_is_remembered_as_an_empty_answer()
    {
        await ChangeAsync(_request, "");

        Assert.True((await _log.FindAsync(_request, Ct))!.Json.IsEmpty);
    }

    [Fact]
    public async Task Id_of_another_request_is_refused()
    {
        await ChangeAsync(_request, "{}");

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => _log.FindAsync(_request with { Fingerprint = "f2" }, Ct));

        Assert.Equal("REQUEST_ID_REUSED", refusal.Reason);
        Assert.Equal("request_id", Assert.Single(refusal.Violations).Field);
    }

    [Fact]
    public async Task Callers_and_methods_have_ids_of_their_own()
    {
        await ChangeAsync(_request, "{}");

        Assert.Null(await _log.FindAsync(_request with { Caller = "entra/bob" }, Ct));
        Assert.Null(await _log.FindAsync(_request with { Method = "/controlplane.v1.TeamService/DeleteTeam" }, Ct));
        Assert.Null(await _log.FindAsync(_request with { Id = Guid.CreateVersion7() }, Ct));
    }

    [Fact]
    public async Task Answer_is_forgotten_after_an_hour()
    {
        await ChangeAsync(_request, "{}");

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull(await _log.FindAsync(_request, Ct));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await _log.FindAsync(_request, Ct));
        Assert.NotNull(await ChangeAsync(_request, "{}"));
    }

    [Fact]
    public async Task Of_equal_requests_at_once_one_is_carried_out()
    {
        var revisions = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => ChangeAsync(_request, $$"""{"i":{{i}}}""", $"things/{i}")));

        Assert.Single(revisions, r => r is not null);
        Assert.Equal(1, await _store.CountAsync("things/", Ct));
    }

    Task<long?> ChangeAsync(RequestIdentity request, string answer, string key = "things/1")
    {
        var json = Encoding.UTF8.GetBytes(answer);
        return _store.TryWriteAsync([new(key, json.Length == 0 ? "{}"u8.ToArray() : json), _log.Remember(request, json)], Ct);
    }
}
