using Amazon.Runtime;
using ControlPlane.Profiles;
using ControlPlane.SignIn;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Aws.Tests.Wire;

/// <summary>The AWS ports as a host wires them, against the loopback AWS.</summary>
sealed class Adapter : IDisposable
{
    readonly ServiceProvider _provider;

    Adapter(ServiceProvider provider) => _provider = provider;

    public IStudioBroker Broker => _provider.GetRequiredService<IStudioBroker>();

    public IStudioVendor Vendor => _provider.GetRequiredService<IStudioVendor>();

    public ISamlCrossCheck CrossCheck => _provider.GetRequiredService<ISamlCrossCheck>();

    public T Get<T>() where T : notnull => _provider.GetRequiredService<T>();

    public static Adapter For(LoopbackAws aws, TimeProvider? time = null, params (string Key, string Value)[] settings)
        => For(aws.Url, new BasicAWSCredentials(LoopbackAws.BaseKey, LoopbackAws.BaseSecret), time, null, settings);

    public static Adapter For(
        string url, AWSCredentials credentials, TimeProvider? time, ILoggerProvider? logs, params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["Aws:Endpoints:Sts"] = url,
            ["Aws:Endpoints:SageMaker"] = url,
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
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddControlPlaneAws();
        if (logs is not null)
        {
            services.AddLogging(l => l.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        }

        return new(services.BuildServiceProvider());
    }

    public void Dispose() => _provider.Dispose();
}
