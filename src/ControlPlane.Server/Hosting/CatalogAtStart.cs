using ControlPlane.Catalog;
using ControlPlane.Server.Options;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Hosting;

/// <summary>Loads the catalog file before the server listens: a file with faults stops the start and says them all.</summary>
sealed class CatalogAtStart(IServiceProvider services, IOptions<ServerOptions> options) : IHostedService
{
    // The loader is taken late: the host makes its services before it validates options.
    public Task StartAsync(CancellationToken cancellationToken)
        => options.Value.CatalogFile is { } file
            ? services.GetRequiredService<CatalogLoader>().LoadAsync(file, cancellationToken)
            : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
