using System.Net;
using ControlPlane.Accounts;
using ControlPlane.Aws;
using ControlPlane.Discovery;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.LiveSessions;
using ControlPlane.Operations;
using ControlPlane.Probing;
using ControlPlane.Saml.Bindings;
using ControlPlane.Saml.Logout;
using ControlPlane.Server.Api;
using ControlPlane.Server.Authorization;
using ControlPlane.Server.Hosting;
using ControlPlane.Server.Observability;
using ControlPlane.Server.Options;
using ControlPlane.Server.Web;
using ControlPlane.SignIn;
using ControlPlane.Storage;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server;

/// <summary>Registers everything that the process is made of.</summary>
static class ServerSetup
{
    /// <summary>Where browsers and JSON clients are served unless other endpoints are configured.</summary>
    internal const string DefaultWebUrl = "http://127.0.0.1:8080";

    // Browsers and JSON by HTTP/1.1; gRPC needs HTTP/2, which a port without TLS cannot negotiate beside HTTP/1.1.
    static readonly Dictionary<string, string?> _defaultEndpoints = new()
    {
        ["Kestrel:Endpoints:Web:Url"] = DefaultWebUrl,
        ["Kestrel:Endpoints:Grpc:Url"] = "http://127.0.0.1:8081",
        ["Kestrel:Endpoints:Grpc:Protocols"] = "Http2",
    };

    public static void AddControlPlaneServer(this WebApplicationBuilder builder)
    {
        builder.AddEndpoints();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddServerOptions();
        builder.Services.AddControlPlane();
        builder.Services.AddOperations();
        builder.Services.AddGuardrailWork();
        builder.Services.AddProbing();
        builder.Services.AddDiscovery();
        builder.Services.AddControlPlaneStorage();
        builder.Services.AddControlPlaneAws();
        builder.Services.AddHosting(builder.Configuration);
        builder.Services.AddTokens(builder.Configuration);
        builder.Services.AddApi();
        builder.Services.AddWeb();
        builder.Services.AddTelemetry(builder.Configuration);
    }

    static void AddEndpoints(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(k => k.AddServerHeader = false);
        var configuration = builder.Configuration;
        if (configuration.GetSection("Server:TrustedProxies").Exists())
        {
            // A proxy that ends TLS hands gRPC on without it, and may leave ':scheme' at https (RFC 9113, 8.3.1), which Kestrel refuses otherwise.
            builder.WebHost.ConfigureKestrel(k => k.AllowAlternateSchemes = true);
        }

        if (configuration.GetSection("Api:ClientCertificates").Exists())
        {
            // Asked for and not judged: the handshake could refuse, but not say why.
            builder.WebHost.ConfigureKestrel(k => k.ConfigureHttpsDefaults(https =>
            {
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            }));
        }

        if (!configuration.GetSection("Kestrel:Endpoints").Exists() && configuration["urls"] is null && configuration["http_ports"] is null)
        {
            configuration.AddInMemoryCollection(_defaultEndpoints);
        }

        PrometheusPort.Listen(configuration);
    }

    static void AddServerOptions(this IServiceCollection services)
    {
        services.AddSection<ServerOptions, ServerOptionsValidator>("Server");
        services.AddSection<SamlOptions, SamlOptionsValidator>("Saml");
        services.AddSection<AuditOptions, AuditOptionsValidator>("Audit");
        services.AddSection<PortalOptions, PortalOptionsValidator>("Portal");
        services.AddSingleton(p => Self(p.GetRequiredService<IOptions<ServerOptions>>().Value, p.GetRequiredService<IOptions<SamlOptions>>().Value));
    }

    static Saml.ServiceProvider Self(ServerOptions server, SamlOptions saml) => new()
    {
        EntityId = saml.EntityId ?? server.At(SamlEndpoints.MetadataPath).AbsoluteUri,
        AssertionConsumerService = server.At(SamlEndpoints.AcsPath),
        SingleLogoutService = server.At(SessionEndpoints.LogoutPath),
        SigningCertificate = saml.SigningCertificate?.Load(),
        DecryptionCertificates = [.. saml.DecryptionCertificates.Select(c => c.Load())],
    };

    static SessionLimits Limits(BrowserSessionOptions session) => new(session.Lifetime, session.IdleLimit);

    static void AddHosting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ServerIdentity>();
        services.AddHostedService(p => p.GetRequiredService<ServerIdentity>());
        services.AddSingleton<Drain>();
        services.AddHostedService(p => p.GetRequiredService<Drain>());
        services.AddHostedService<CatalogAtStart>();
        // After the catalog file, so that nobody is thrown out whom it is about to let in.
        services.AddHostedService<AccessWatch>();
        services.AddHostedService<ProbeWorker>();
        services.AddHostedService<DiscoveryWatch>();
        services.AddHostedService<AuditUpkeep>();
        // Not from the validated options: the host reads this before it validates, and would tell of the first section's faults alone.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain.LongestStop(configuration));
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ServerOptions>>((f, server) => Trust(f, server.Value));
        services.AddHealthChecks().AddCheck<Readiness>("control-plane", tags: [Readiness.Tag]);
        services.AddGrpcHealthChecks();
        services.AddProtection(configuration);
    }

    static void Trust(ForwardedHeadersOptions forwarded, ServerOptions server)
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        forwarded.ForwardedHeaders = server.TrustedProxies.Count > 0
            ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
            : ForwardedHeaders.None;
        // Every proxy of the chain must be trusted; the first address that is not is the client's.
        forwarded.ForwardLimit = null;
        foreach (var proxy in server.TrustedProxies)
        {
            forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(proxy, out var network)
                ? network
                : new System.Net.IPNetwork(IPAddress.Parse(proxy), proxy.Contains(':', StringComparison.Ordinal) ? 128 : 32));
        }
    }

    static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton<AccessMetrics>();
        services.AddSingleton<BreakGlass>();
        services.AddHostedService(p => p.GetRequiredService<BreakGlass>());
        services.AddSingleton<ClientCertificates>();
        services.AddSingleton<SessionCallers>();
        services.AddSingleton<SessionStreams>();
        services.AddSingleton<CallerDoor>();
        services.AddSingleton<CallLimits>();
        services.AddSingleton<RpcGate>();
        services.AddSingleton<CallAudit>();
        services.AddSingleton<RefusalStatus>();
        services.AddSingleton<PageTokens>();
        services.AddSingleton(typeof(ResourceApi<,>));
        services.AddSingleton<ResourceMapping<Account, V1.Account>, AccountMapping>();
        services.AddSingleton<ResourceMapping<Domain, V1.Domain>, DomainMapping>();
        services.AddSingleton<ResourceMapping<Team, V1.Team>, TeamMapping>();
        services.AddSingleton<ResourceMapping<User, V1.User>, UserMapping>();
        services.AddSingleton<ResourceMapping<Group, V1.Group>, GroupMapping>();
        services.AddSingleton<ResourceMapping<Entitlement, V1.Entitlement>, EntitlementMapping>();
        services.AddSingleton<ResourceMapping<Assignment, V1.Assignment>, AssignmentMapping>();
        services.AddSingleton<OperationMapping>();
        services.AddSingleton<OperationCalls>();
        services.AddSingleton<ProfileWatch>();
        services.AddSingleton<AccountOperations>();
        services.AddSingleton<DomainOperations>();
        services.AddSingleton<RefusalInterceptor>();
        services.AddGrpc(grpc =>
        {
            grpc.EnableDetailedErrors = false;
            grpc.MaxReceiveMessageSize = 256 * 1024;
            grpc.Interceptors.Add<RefusalInterceptor>();
        })
            // The largest response that an operator may let in, base64 as it is posted.
            .AddServiceOptions<DiagnosticsGrpcService>(grpc => grpc.MaxReceiveMessageSize = (1024 + 4) * 1024)
            .AddJsonTranscoding(json => json.TypeRegistry = RefusalStatus.Types);
        services.AddGrpcReflection();
        services.AddCors();
        services.AddAuthorization();
    }

    static void AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddRateLimiter(limits => limits.AddPolicy<string, PostLimit>(nameof(PostLimit)));
        services.TryAddSingleton<AuthnRequestBuilder>();
        services.TryAddSingleton<LogoutMessageBuilder>();
        services.AddSingleton(p => Limits(p.GetRequiredService<IOptions<ServerOptions>>().Value.BrowserSession));
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<LogoutCookie>();
        services.AddSingleton<SessionEndpoints>();
        services.AddSingleton<LoginCookie>();
        services.AddSingleton<TicketCookie>();
        services.AddSingleton<RelayStates>();
        services.AddSingleton<Redirects>();
        services.AddSingleton<WaitEvents>();
        services.AddSingleton<SamlEndpoints>();
        services.AddSingleton<LoginEndpoints>();
        services.AddSingleton<PortalFiles>();
        services.AddSingleton<LaunchEndpoints>();
    }
}
