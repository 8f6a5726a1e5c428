using System.Text;
using ControlPlane.Audit;
using ControlPlane.Store;
using Xunit;

namespace ControlPlane.Storage.Tests.Postgres;

/// <summary>A backup by <c>pg_dump</c> brings the control plane back: docs/operations/deploy-aws.md.</summary>
public sealed class PostgresDumpTests(PostgresServer server) : IAsyncLifetime
{
    readonly PostgresWorld _world = new(server);
    readonly string _file = Path.GetTempFileName();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    string Restored => $"{_world.Schema}_restored";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task Dump_that_is_restored_into_a_new_database_is_the_store_as_it_was()
    {
        var store = await _world.OpenAsync(Ct);
        await store.TryWriteAsync([Team("one"), Team("Zürich")], Ct);
        await store.TryConsumeAsync("assertion", DateTimeOffset.UtcNow.AddHours(1), Ct);
        var head = await AppendAsync(store, 20);
        await server.DumpAsync(_world.Schema, _file);
        await AppendAsync(store, 3);
        await store.TryWriteAsync([Team("later")], Ct);

        await RestoreAsync();
        var first = await OpenRestoredAsync();
        var second = await OpenRestoredAsync();
        var trail = new AuditTrail(first, TimeProvider.System);
        var audit = await trail.VerifyAsync(head, Ct);

        Assert.True(audit.Intact, audit.Finding);
        Assert.Equal((20, head), (audit.Count, audit.Head));
        Assert.Equal(["teams/Zürich", "teams/one"], (await first.ListAsync("teams/", null, 10, Ct)).Select(d => d.Key));
        Assert.False(await first.TryConsumeAsync("assertion", DateTimeOffset.UtcNow.AddHours(1), Ct));
        await AppendAsync(first, 2);
        await first.TryWriteAsync([Team("next")], Ct);
        Assert.NotNull(await second.FindAsync("teams/next", Ct));
        Assert.Equal(22, (await new AuditTrail(second, TimeProvider.System).VerifyAsync(head, Ct)).Count);
    }

    [Fact]
    public async Task Dump_older_than_the_head_that_was_kept_elsewhere_is_seen()
    {
        var store = await _world.OpenAsync(Ct);
        await AppendAsync(store, 5);
        await server.DumpAsync(_world.Schema, _file);
        var kept = await AppendAsync(store, 1);

        await RestoreAsync();
        var audit = await new AuditTrail(await OpenRestoredAsync(), TimeProvider.System).VerifyAsync(kept, Ct);

        Assert.False(audit.Intact);
    }

    async Task RestoreAsync()
    {
        await server.AdministerAsync($"CREATE DATABASE {Restored} OWNER app TEMPLATE template0");
        await server.RestoreAsync(_file, Restored);
    }

    Task<Storage.Postgres.PostgresStore> OpenRestoredAsync()
        => _world.OpenAsync(Ct, change: o => o.ConnectionString = o.ConnectionString.Replace("Database=controlplane", $"Database={Restored}", StringComparison.Ordinal));

    static async Task<AuditHead> AppendAsync(IStore store, int count)
    {
        var trail = new AuditTrail(store, TimeProvider.System);
        for (var i = 0; i < count; i++)
        {
            await trail.AppendAsync(new() { Time = DateTimeOffset.UtcNow, Action = "signin.launch", Outcome = "allowed", User = "alice", Team = "one" });
        }

        return await trail.GetHeadAsync(Ct);
    }

    static StoreWrite Team(string name) => new($"teams/{name}", Encoding.UTF8.GetBytes($$"""{"id":"{{name}}"}"""));
}
