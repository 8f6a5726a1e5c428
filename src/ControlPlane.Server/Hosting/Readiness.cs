using ControlPlane.Errors;
using ControlPlane.IdentityProviders;
using ControlPlane.Store;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ControlPlane.Server.Hosting;

/// <summary>Ready while the store answers, an identity provider is usable if any is configured, and the server is not leaving.</summary>
sealed class Readiness(IStore store, IdentityProviderRegistry providers, Drain drain) : IHealthCheck
{
    /// <summary>The tag of checks that readiness depends on.</summary>
    public const string Tag = "ready";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (drain.IsDraining)
        {
            return HealthCheckResult.Unhealthy("draining");
        }

        if (providers.Status is { Count: > 0 } all && !all.Any(p => p.IsUsable))
        {
            return HealthCheckResult.Unhealthy("no identity provider is usable");
        }

        try
        {
            await store.GetRevisionAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (RefusedException)
        {
            return HealthCheckResult.Unhealthy("the store does not answer");
        }
    }
}
