using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ControlPlane.Sandbox.Hosting;

/// <summary>Makes small hosts that listen on loopback only, read nothing from the environment and leave signals to whoever started
/// them.</summary>
static class LoopbackHost
{
    /// <summary>Begins a host.</summary>
    /// <param name="port">The port on 127.0.0.1; 0 lets the system choose.</param>
    /// <param name="logging">Where it logs; null for nowhere.</param>
    public static WebApplicationBuilder CreateBuilder(int port, Action<ILoggingBuilder>? logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();
        // A web page elsewhere must not reach the host under a name of its own that resolves to loopback (DNS rebinding).
        builder.Services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = ["localhost", "127.0.0.1"]);
        builder.Services.AddSingleton<IHostLifetime, BorrowedLifetime>();
        logging?.Invoke(builder.Logging);
        return builder;
    }

    /// <summary>The address that a started host listens at, such as <c>http://127.0.0.1:8090</c>.</summary>
    /// <param name="app">A started host.</param>
    public static Uri AddressOf(WebApplication app)
        => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    sealed class BorrowedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
