using Amazon.Runtime;
using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Postgres;
using ControlPlane.Storage.Sqlite;
using ControlPlane.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ControlPlane.Storage;

/// <summary>Adds the store.</summary>
public static class StorageSetup
{
    /// <summary>Adds the engine that the section <c>Storage</c> names as <see cref="IStore"/>, opened when the host starts: a store that
    /// cannot be used stops the start.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddControlPlaneStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().BindConfiguration("Storage").ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(Make);
        services.AddHostedService<StoreOpening>();
        return services;
    }

    static IStore Make(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        var time = provider.GetRequiredService<TimeProvider>();
        return options.Engine switch
        {
            "postgres" => new PostgresStore(options.Postgres, time, provider.GetRequiredService<ILoggerFactory>()),
            "dynamodb" => new DynamoDbStore(
                options.DynamoDb, time, provider.GetRequiredService<ILogger<DynamoDbStore>>(), provider.GetService<AWSCredentials>()),
            _ => SqliteStore.Open(options.Sqlite, time, provider.GetRequiredService<ILogger<SqliteStore>>()),
        };
    }
}
