using ControlPlane.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Storage.Tests.Postgres;

/// <summary>The replicas of one test, in a schema of its own.</summary>
sealed class PostgresWorld(PostgresServer server) : IAsyncDisposable
{
    readonly List<PostgresStore> _open = [];

    public string Schema { get; } = server.NewSchema();

    public PostgresStore First => _open[0];

    public PostgresOptions Options(Action<PostgresOptions>? change = null)
    {
        var options = new PostgresOptions
        {
            ConnectionString = server.Connection(),
            Schema = Schema,
            FeedAge = TimeSpan.FromHours(1),
            StartTimeout = TimeSpan.Zero,
        };
        change?.Invoke(options);
        // By this name a test finds its own connections at the server.
        options.ConnectionString += options.ConnectionString.Length > 0 ? $";Application Name={Schema}" : "";
        return options;
    }

    public PostgresStore Make(TimeProvider? time = null, Action<PostgresOptions>? change = null)
    {
        _open.Add(new(Options(change), time ?? TimeProvider.System, NullLoggerFactory.Instance));
        return _open[^1];
    }

    public async Task<PostgresStore> OpenAsync(CancellationToken ct, TimeProvider? time = null, Action<PostgresOptions>? change = null)
    {
        var store = Make(time, change);
        await store.OpenAsync(ct);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }
    }
}
