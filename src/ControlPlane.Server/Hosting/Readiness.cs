using ControlPlane.Errors;
using ControlPlane.IdentityProviders;
using ControlPlane.ReadModel;
using ControlPlane.Store;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ControlPlane.Server.Hosting;

/// <summary>Ready while the store answers, an identity provider is usable if any is configured, and the server is not leaving. Degraded, and
/// ready, while the store's changes are not followed: everything is then read from the store.</summary>
sealed class Readiness(IStore store, StoreCopy copy, IdentityProviderRegistry providers, Drain drain) : IHealthCheck
{
    /// <summary>The tag of checks that readiness depends on.</summary>
    public const string Tag = "ready";

    // A slow moment is no state to tell of.
    static readonly TimeSpan _longStale = TimeSpan.FromSeconds(5);

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
            copy.Start();
            return copy.State is CopyState.Lost || copy.Age > _longStale
                ? HealthCheckResult.Degraded("read model: the store's changes are not followed, everything is read from the store")
                : HealthCheckResult.Healthy();
        }
        catch (RefusedException)
        {
            return HealthCheckResult.Unhealthy("the store does not answer");
        }
    }
}
