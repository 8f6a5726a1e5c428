using ControlPlane.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ControlPlane.Probing;

/// <summary>Registers the slice.</summary>
public static class ProbeSetup
{
    /// <summary>Adds what tries the ways into accounts. The host adds <c>AddControlPlane()</c>, <c>AddOperations()</c> and their ports, and, when
    /// its catalog is there, the hosted <see cref="ProbeWorker"/>.</summary>
    public static IServiceCollection AddProbing(this IServiceCollection services)
    {
        services.AddOptions<ProbeOptions>().BindConfiguration("Probe").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProbeOptions>, ProbeOptionsValidator>();
        return services.AddSingleton<ProbeMetrics>().AddSingleton<RouteProbe>();
    }
}
