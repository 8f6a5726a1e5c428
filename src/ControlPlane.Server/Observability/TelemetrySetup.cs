using ControlPlane.Server.Options;
using ControlPlane.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ControlPlane.Server.Observability;

/// <summary>Registers traces and metrics. The OTLP exporter is configured by OpenTelemetry's own environment variables alone, and is there
/// only when one of them names an endpoint.</summary>
static class TelemetrySetup
{
    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("studio-control-plane", serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3))
                .AddEnvironmentVariableDetector())
            .WithTracing(traces => Configure(traces, HasEndpoint(configuration, "TRACES")))
            .WithMetrics(metrics => Configure(
                metrics, HasEndpoint(configuration, "METRICS"), configuration.IsOn("Server:PrometheusEndpoint") || PrometheusPort.Of(configuration) is not null));
    }

    static void Configure(TracerProviderBuilder traces, bool export)
    {
        traces.AddSource(TelemetryNames.Source)
            .AddAspNetCoreInstrumentation(o => o.Filter = IsWorthASpan)
            .AddHttpClientInstrumentation()
            .AddProcessor(new UrlRedaction());
        if (export)
        {
            traces.AddOtlpExporter();
        }
    }

    static void Configure(MeterProviderBuilder metrics, bool export, bool prometheus)
    {
        metrics.AddMeter(TelemetryNames.Source)
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation();
        if (export)
        {
            metrics.AddOtlpExporter();
        }

        if (prometheus)
        {
            metrics.AddPrometheusExporter();
        }
    }

    static bool HasEndpoint(IConfiguration configuration, string signal)
        => configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } || configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"] is { Length: > 0 };

    static bool IsWorthASpan(HttpContext context)
        => !context.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments("/grpc.health.v1.Health", StringComparison.Ordinal);
}
