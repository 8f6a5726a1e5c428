using ControlPlane.IdentityProviders;
using ControlPlane.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Core.Tests.IdentityProviders;

/// <summary>A host with nothing but the slice, started.</summary>
sealed class RunningRegistry : IAsyncDisposable
{
    readonly IHost _host;

    RunningRegistry(IHost host) => _host = host;

    public IdentityProviderRegistry Registry => _host.Services.GetRequiredService<IdentityProviderRegistry>();

    public IdentityProviderStatus Status => Assert.Single(Registry.Status);

    public static async Task<RunningRegistry> StartAsync(IStore store, FakeTimeProvider time, params (string Key, string Value)[] options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            options.Select(x => new KeyValuePair<string, string?>($"IdentityProviders:{x.Key}", x.Value)));
        builder.Services.AddSingleton(store).AddSingleton<TimeProvider>(time).AddIdentityProviders();
        var host = builder.Build();
        try
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            return new(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Reads the source once more, now.</summary>
    public Task<bool> RefreshAsync(string name = "corp")
        => _host.Services.GetServices<IHostedService>().OfType<IdentityProviderRefresher>().Single()
            .RefreshAsync(Registry.Entries.Single(x => x.Name == name), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
