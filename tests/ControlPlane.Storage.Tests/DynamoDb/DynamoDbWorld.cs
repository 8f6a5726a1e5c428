using Amazon.DynamoDBv2;
using ControlPlane.Storage.DynamoDb;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>The replicas of one test, on a table of its own.</summary>
sealed class DynamoDbWorld(DynamoDbServer server) : IAsyncDisposable
{
    readonly List<DynamoDbStore> _open = [];

    public string Table { get; } = server.NewTable();

    public DynamoDbStore First => _open[0];

    public DynamoDbOptions Options(Action<DynamoDbOptions>? change = null)
    {
        var options = new DynamoDbOptions
        {
            Table = Table,
            Endpoint = server.Endpoint,
            Region = "eu-central-1",
            CreateTable = true,
            FeedAge = TimeSpan.FromHours(1),
            StartTimeout = TimeSpan.Zero,
            // A busy machine is no reason to fail.
            RequestTimeout = TimeSpan.FromSeconds(30),
            WriteTimeout = TimeSpan.FromSeconds(60),
        };
        change?.Invoke(options);
        return options;
    }

    /// <summary>A client that looks past the store.</summary>
    public AmazonDynamoDBClient Client() => new(DynamoDbServer.Key, new AmazonDynamoDBConfig { ServiceURL = server.Endpoint.ToString(), AuthenticationRegion = "eu-central-1" });

    public DynamoDbStore Make(TimeProvider? time = null, Action<DynamoDbOptions>? change = null)
    {
        _open.Add(new(Options(change), time ?? TimeProvider.System, NullLogger<DynamoDbStore>.Instance, DynamoDbServer.Key));
        return _open[^1];
    }

    public async Task<DynamoDbStore> OpenAsync(CancellationToken ct, TimeProvider? time = null, Action<DynamoDbOptions>? change = null)
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
