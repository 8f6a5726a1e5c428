using Amazon.Runtime;
using ControlPlane.Profiles;
using ControlPlane.SignIn;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Aws.Tests.Wire;

/// <summary>The AWS ports as a host wires them, against a server on loopback.</summary>
sealed class Adapter : IDisposable
{
    readonly ServiceProvider _provider;

    Adapter(ServiceProvider provider) => _provider = provider;

    public IStudioBroker Broker => Get<IStudioBroker>();

    public IStudioVendor Vendor => Get<IStudioVendor>();

    public ISamlCrossCheck CrossCheck => Get<ISamlCrossCheck>();

    static AWSCredentials BaseKeys => new BasicAWSCredentials(LoopbackAws.BaseKey, LoopbackAws.BaseSecret);

    public static Adapter For(LoopbackAws aws, TimeProvider? time = null, params (string Key, string Value)[] settings)
        => For(aws.Url, BaseKeys, time, null, settings);

    public static Adapter For(
        string url, AWSCredentials credentials, TimeProvider? time, ILoggerProvider? logs, params (string Key, string Value)[] settings)
    {
        var services = Services(credentials, [("Aws:Endpoints:Sts", url), ("Aws:Endpoints:SageMaker", url), .. settings]);
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddControlPlaneAws();
        if (logs is not null)
        {
            services.AddLogging(l => l.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        }

        return new(services.BuildServiceProvider());
    }

    /// <summary>With AWS's own addresses, and a wire that leads elsewhere.</summary>
    public static Adapter Through(HttpMessageHandler wire, params (string Key, string Value)[] settings)
    {
        var services = Services(BaseKeys, settings);
        services.AddSingleton(_ => new AwsHttp(wire));
        services.AddControlPlaneAws();
        return new(services.BuildServiceProvider());
    }

    public T Get<T>() where T : notnull => _provider.GetRequiredService<T>();

    public void Dispose() => _provider.Dispose();

    static ServiceCollection Services(AWSCredentials credentials, IEnumerable<(string Key, string Value)> settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["Aws:RateLimits:SageMaker.*:PerSecond"] = "10000",
            ["Aws:RateLimits:SageMaker.*:Burst"] = "10000",
        };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddSingleton(credentials);
        return services;
    }
}
