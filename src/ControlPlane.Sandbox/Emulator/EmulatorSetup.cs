using ControlPlane.Sandbox.Emulator.Faults;
using ControlPlane.Sandbox.Emulator.Studio;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>Puts the emulator into a host.</summary>
public static class EmulatorSetup
{
    /// <summary>Registers the emulator and its world.</summary>
    public static IServiceCollection AddAwsEmulator(this IServiceCollection services, EmulatorOptions options)
        => services
            .AddSingleton(options)
            .AddSingleton<EmulatedWorld>()
            .AddSingleton<ServiceCatalog>()
            .AddSingleton(provider => new SignatureVerifier(
                id => provider.GetRequiredService<EmulatedWorld>().FindKey(id),
                options.SignatureTime ?? options.Time))
            .AddSingleton<EmulatorEndpoint>();

    /// <summary>Maps the AWS endpoint at <c>POST /</c>, Studio under <c>/studio</c>, and the admin endpoint under <c>/_emulator</c>.</summary>
    public static IEndpointRouteBuilder MapAwsEmulator(this IEndpointRouteBuilder app)
    {
        app.MapPost("/", app.ServiceProvider.GetRequiredService<EmulatorEndpoint>().HandleAsync);
        var world = app.ServiceProvider.GetRequiredService<EmulatedWorld>();
        app.MapStudio(world);
        app.MapEmulatorAdmin(world);
        return app;
    }
}
