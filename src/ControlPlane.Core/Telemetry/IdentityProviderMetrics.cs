using System.Diagnostics.Metrics;
using ControlPlane.IdentityProviders;

namespace ControlPlane.Telemetry;

/// <summary>How the identity providers' metadata is doing, so that an alarm comes before the day when nobody can sign in.</summary>
sealed class IdentityProviderMetrics(IMeterFactory meters, IdentityProviderRegistry registry, TimeProvider time)
{
    /// <summary>Makes the instruments, which are read whenever somebody collects.</summary>
    public void Begin()
    {
        var meter = meters.Create(TelemetryNames.Source);
        meter.CreateObservableGauge(
            TelemetryNames.IdentityProviderUsable, () => registry.Status.Select(p => new Measurement<long>(p.IsUsable ? 1 : 0, Name(p))),
            "{provider}", "Whether sign-ins through an identity provider are possible.");
        // An old certificate stays in the metadata beside its successor: the last one to end tells when there is none left.
        meter.CreateObservableGauge(
            TelemetryNames.IdentityProviderCertificate,
            () => registry.Status.Where(p => p.Certificates.Count > 0).Select(p => Left(p, p.Certificates.Max(c => c.Expires))),
            "s", "How long the last signing certificate of an identity provider lives.");
        meter.CreateObservableGauge(
            TelemetryNames.IdentityProviderMetadata,
            () => registry.Status.Where(p => p.ValidUntil is not null).Select(p => Left(p, p.ValidUntil!.Value)),
            "s", "How long the metadata of an identity provider may be used.");
    }

    Measurement<double> Left(IdentityProviderStatus provider, DateTimeOffset end) => new((end - time.GetUtcNow()).TotalSeconds, Name(provider));

    static KeyValuePair<string, object?> Name(IdentityProviderStatus provider) => new(TelemetryNames.IdentityProvider, provider.Name);
}
