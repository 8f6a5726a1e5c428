using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>An emulator on a port of its own on loopback.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    readonly WebApplication _app;

    EmulatorHost(WebApplication app, EmulatedWorld world, Uri endpoint)
    {
        _app = app;
        World = world;
        Endpoint = endpoint;
    }

    /// <summary>What it knows.</summary>
    public EmulatedWorld World { get; }

    /// <summary>Where it listens: the <c>ServiceURL</c> or <c>endpoint_url</c> of every service.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts an emulator. It listens when this returns.</summary>
    /// <param name="options">How it starts.</param>
    /// <param name="ct">Ends the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<EmulatorHost> StartAsync(EmulatorOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.AddAwsEmulator(options);
        var app = builder.Build();
        app.MapAwsEmulator();
        await app.StartAsync(ct);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new(app, app.Services.GetRequiredService<EmulatedWorld>(), new(address));
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
