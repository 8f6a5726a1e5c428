using System.Reflection;
using ControlPlane.Server.Options;
using ControlPlane.Storage;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Hosting;

/// <summary>Which server this is.</summary>
sealed class ServerIdentity(IOptions<ServerOptions> server, IOptions<StorageOptions> storage, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>The version, without the commit that it was built from.</summary>
    public string Version { get; } = typeof(ServerIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];

    /// <summary>The server's clock.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Since when it runs.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>Where browsers reach it.</summary>
    public string PublicUrl => server.Value.PublicUrl!.AbsoluteUri;

    /// <summary>The store's engine.</summary>
    public string Storage => storage.Value.Engine;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        StartedAt = Now;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
