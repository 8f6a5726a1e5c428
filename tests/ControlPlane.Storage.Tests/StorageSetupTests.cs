using Amazon.Runtime;
using ControlPlane.Errors;
using ControlPlane.Storage.Tests.DynamoDb;
using ControlPlane.Storage.Tests.Postgres;
using ControlPlane.Storage.Tests.Sqlite;
using ControlPlane.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace ControlPlane.Storage.Tests;

public sealed class StorageSetupTests(PostgresServer server, DynamoDbServer dynamoDb) : IDisposable
{
    readonly TemporaryFile _file = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_opens_the_store_that_its_configuration_names()
    {
        using (var host = Build(("Storage:Sqlite:Path", _file.Path), ("Storage:Sqlite:Synchronous", "normal")))
        {
            await host.StartAsync(Ct);
            await host.Services.GetRequiredService<IStore>().TryWriteAsync([new("a/1", "{}"u8.ToArray())], Ct);
            await host.StopAsync(Ct);
        }

        await using var again = _file.Open();
        Assert.NotNull(await again.FindAsync("a/1", Ct));
    }

    [Fact]
    public async Task A_host_opens_the_database_that_its_configuration_names()
    {
        var schema = server.NewSchema();
        (string, string)[] configuration = [("Storage:Engine", "postgres"), ("Storage:Postgres:ConnectionString", server.Connection()), ("Storage:Postgres:Schema", schema)];
        using (var host = Build(configuration))
        {
            await host.StartAsync(Ct);
            await host.Services.GetRequiredService<IStore>().TryWriteAsync([new("a/1", """{"n":1}"""u8.ToArray())], Ct);
            await host.StopAsync(Ct);
        }

        using var again = Build(configuration);
        await again.StartAsync(Ct);
        Assert.NotNull(await again.Services.GetRequiredService<IStore>().FindAsync("a/1", Ct));
        Assert.Equal("""{"n":1}""", await server.AdministerAsync($"SELECT value FROM {schema}.readable"));
    }

    [Fact]
    public async Task A_host_opens_the_table_that_its_configuration_names()
    {
        (string, string)[] configuration =
        [
            ("Storage:Engine", "dynamodb"), ("Storage:DynamoDb:Table", dynamoDb.NewTable()), ("Storage:DynamoDb:Endpoint", dynamoDb.Endpoint.ToString()),
            ("Storage:DynamoDb:Region", "eu-central-1"), ("Storage:DynamoDb:CreateTable", "true"),
            // A busy machine is no reason to fail.
            ("Storage:DynamoDb:RequestTimeout", "00:00:30"),
        ];
        using (var host = Build(configuration))
        {
            await host.StartAsync(Ct);
            await host.Services.GetRequiredService<IStore>().TryWriteAsync([new("a/1", "{}"u8.ToArray())], Ct);
            await host.StopAsync(Ct);
        }

        using var again = Build(configuration);
        await again.StartAsync(Ct);
        Assert.NotNull(await again.Services.GetRequiredService<IStore>().FindAsync("a/1", Ct));
    }

    [Fact]
    public async Task An_engine_without_its_settings_stops_the_start()
    {
        using var host = Build(("Storage:Engine", "postgres"));

        Assert.Equal("STORE_NOT_CONFIGURED", (await Assert.ThrowsAsync<RefusedException>(() => host.StartAsync(Ct))).Reason);
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_stops_the_start()
    {
        Directory.CreateDirectory(_file.Path);
        using var host = Build(("Storage:Sqlite:Path", _file.Path));

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => host.StartAsync(Ct));

        Assert.Equal("STORE_NOT_WRITABLE", refusal.Reason);
    }

    [Fact]
    public async Task Options_that_are_wrong_stop_the_start_and_are_all_named()
    {
        using var host = Build(("Storage:Engine", "oracle"), ("Storage:Sqlite:Path", ""), ("Storage:Sqlite:FeedRows", "1"));

        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Ct));

        Assert.Equal(3, wrong.Failures.Count());
    }

    public void Dispose() => _file.Dispose();

    static IHost Build(params (string Key, string Value)[] configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(configuration.Select(c => KeyValuePair.Create(c.Key, (string?)c.Value)));
        builder.Services.AddSingleton<AWSCredentials>(DynamoDbServer.Key);
        builder.Services.AddControlPlaneStorage();
        return builder.Build();
    }
}
