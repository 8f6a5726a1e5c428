using ControlPlane.Server.Api;
using ControlPlane.Server.Hosting;
using ControlPlane.Server.Observability;
using ControlPlane.Server.Options;
using ControlPlane.Server.Web;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ControlPlane.Server;

/// <summary>What a request passes, in order.</summary>
static class ServerPipeline
{
    // What a browser application may read of a gRPC-Web answer.
    static readonly string[] _exposed = ["Grpc-Status", "Grpc-Message", "Grpc-Encoding", "Grpc-Status-Details-Bin", RequestTrace.Header];

    public static void UseControlPlaneServer(this WebApplication app)
    {
        app.UseFigures();
        app.UseForwardedHeaders();
        app.UseMiddleware<RequestTrace>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<RefusalPages>();
        app.UseRouting();
        app.UseCors(cors => cors
            .WithOrigins([.. app.Configuration.GetSection("Api:CorsOrigins").Get<string[]>() ?? []])
            .WithMethods("GET", "POST").AllowAnyHeader().WithExposedHeaders(_exposed));
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseGrpcWeb(new() { DefaultEnabled = true });
        app.MapApi();
        app.MapHealth();
        app.MapWeb();
    }

    // Before everything else: whoever comes to this port gets figures and nothing more.
    static void UseFigures(this WebApplication app)
    {
        if (PrometheusPort.Of(app.Configuration) is { } port)
        {
            app.MapWhen(context => context.Connection.LocalPort == port, own =>
            {
                own.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
                own.Run(context =>
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                });
            });
        }
    }

    static void MapApi(this WebApplication app)
    {
        app.MapGrpcService<AccessGrpcService>();
        app.MapGrpcService<DiagnosticsGrpcService>();
        app.MapGrpcService<AccountGrpcService>();
        app.MapGrpcService<DomainGrpcService>();
        app.MapGrpcService<TeamGrpcService>();
        app.MapGrpcService<UserGrpcService>();
        app.MapGrpcService<GroupGrpcService>();
        app.MapGrpcService<EntitlementGrpcService>();
        app.MapGrpcService<AssignmentGrpcService>();
        app.MapGrpcService<AuditGrpcService>();
        app.MapGrpcService<OperationGrpcService>();
        app.MapGrpcService<ProfileGrpcService>();
        app.MapGrpcService<GuardrailGrpcService>();
        app.MapGrpcService<ExecutionRoleGrpcService>();
        app.MapGrpcService<CapacityGrpcService>();
        app.MapGrpcHealthChecksService();
        if (app.Configuration.IsOn("Server:Reflection"))
        {
            app.MapGrpcReflectionService();
        }
    }

    static void MapHealth(this WebApplication app)
    {
        // Alive is whoever answers.
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains(Readiness.Tag), ResponseWriter = WriteReadyAsync });
        if (app.Configuration.IsOn("Server:PrometheusEndpoint"))
        {
            app.MapPrometheusScrapingEndpoint("/metrics");
        }
    }

    // The status, and what is degraded where something is.
    static Task WriteReadyAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(report.Status is HealthStatus.Degraded
            ? $"{report.Status}: {string.Join("; ", report.Entries.Values.Where(e => e.Status is HealthStatus.Degraded).Select(e => e.Description))}"
            : $"{report.Status}", context.RequestAborted);
    }

    static void MapWeb(this WebApplication app)
    {
        app.MapAssets();
        app.MapOpenApiDocument();
        SamlEndpoints.Map(app);
        SessionEndpoints.Map(app);
        LaunchEndpoints.Map(app);
        LoginEndpoints.Map(app);
        PortalFiles.Map(app);
        app.MapFallback(IResult () => throw WebErrors.PageNotFound());
    }
}
