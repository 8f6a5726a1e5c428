using ControlPlane.Storage.Transfer;
using ControlPlane.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ControlPlane.Storage;

/// <summary>Opens the store before anything else starts, so that one that cannot be used stops the start and not the first sign-in.</summary>
sealed class StoreOpening(IServiceProvider services) : IHostedLifecycleService
{
    // Not a constructor parameter: the host makes all its services before options are validated.
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IStore>();
        if (store is IOpening engine)
        {
            await engine.OpenAsync(cancellationToken);
        }

        await ImportMark.RefuseAsync(store, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
