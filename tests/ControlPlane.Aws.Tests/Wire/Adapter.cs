using Amazon.Runtime;
using ControlPlane.Profiles;
using ControlPlane.SignIn;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ControlPlane.Aws.Tests.Wire;

/// <summary>The AWS ports as a host wires them, against the loopback AWS.</summary>
sealed class Adapter : IDisposable
{
    readonly ServiceProvider _provider;

    Adapter(ServiceProvider provider) => _provider = provider;

    public IStudioBroker Broker => _provider.GetRequiredService<IStudioBroker>();

    public IStudioVendor Vendor => _provider.GetRequiredService<IStudioVendor>();

    public ISamlCrossCheck CrossCheck => _provider.GetRequiredService<ISamlCrossCheck>();

    public static Adapter For(LoopbackAws aws, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["Aws:Endpoints:Sts"] = aws.Url,
            ["Aws:Endpoints:SageMaker"] = aws.Url,
            ["Aws:RateLimits:SageMaker.*:PerSecond"] = "10000",
            ["Aws:RateLimits:SageMaker.*:Burst"] = "10000",
        };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddSingleton<AWSCredentials>(new BasicAWSCredentials(LoopbackAws.BaseKey, LoopbackAws.BaseSecret));
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddControlPlaneAws();
        return new(services.BuildServiceProvider());
    }

    public void Dispose() => _provider.Dispose();
}
