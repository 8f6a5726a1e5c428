using ControlPlane.Accounts;
using ControlPlane.Audit;
using ControlPlane.Catalog;
using ControlPlane.Diagnostics;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.IdentityProviders;
using ControlPlane.Isolation;
using ControlPlane.LiveSessions;
using ControlPlane.Profiles;
using ControlPlane.ReadModel;
using ControlPlane.Requests;
using ControlPlane.Saml;
using ControlPlane.Saml.Logout;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using ControlPlane.Telemetry;
using ControlPlane.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ControlPlane;

/// <summary>Registers what the product does.</summary>
public static class ControlPlaneSetup
{
    /// <summary>Registers every slice. The host adds the ports: <see cref="Store.IStore"/>, <see cref="IStudioBroker"/>,
    /// <see cref="IStudioUpkeep"/>, <see cref="IStudioVendor"/>, <see cref="ISamlCrossCheck"/>, <see cref="IEndpointProbe"/>; and who we are, <see cref="Saml.ServiceProvider"/>.</summary>
    public static IServiceCollection AddControlPlane(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        return services.AddCatalog().AddIdentityProviders().AddReadModel().AddEntitlements().AddProfiles().AddSignIn().AddDiagnostics().AddIsolation();
    }

    static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<AccountCatalog>()
        .AddSingleton<DomainCatalog>()
        .AddSingleton<TeamCatalog>()
        .AddSingleton<UserCatalog>()
        .AddSingleton<GroupCatalog>()
        .AddSingleton<AuditTrail>()
        .AddSingleton<RequestLog>()
        .AddSingleton<ChangeFeed>()
        .AddSingleton(typeof(ResourceStore<>))
        .AddSingleton(typeof(ResourceWatch<>))
        .AddSingleton<ResourceKind<Account>, AccountKind>()
        .AddSingleton<ResourceKind<Domain>, DomainKind>()
        .AddSingleton<ResourceKind<Team>, TeamKind>()
        .AddSingleton<ResourceKind<User>, UserKind>()
        .AddSingleton<ResourceKind<Group>, GroupKind>()
        .AddSingleton<ResourceKind<Entitlement>, EntitlementKind>()
        .AddSingleton<ResourceKind<Assignment>, AssignmentKind>()
        .AddSingleton<AuditQueries>()
        .AddSingleton<AuditRetention>()
        .AddSingleton<CatalogLoader>();

    static IServiceCollection AddEntitlements(this IServiceCollection services) => services
        .AddSingleton<EntitlementCatalog>()
        .AddSingleton<EntitlementGate>()
        .AddSingleton<AssignmentCatalog>()
        .AddSingleton<PlacementSurvey>()
        .AddSingleton<EntitlementRouter>();

    static IServiceCollection AddProfiles(this IServiceCollection services) => services
        .AddSingleton<ProfileStates>()
        .AddSingleton<StudioAccesses>()
        .AddSingleton<ProfileMaker>()
        .AddSingleton<ProfileCatalog>();

    static IServiceCollection AddDiagnostics(this IServiceCollection services) => services
        .AddSingleton<SignInTester>()
        .AddSingleton<AuditedSignIns>()
        .AddSingleton<SessionTracer>()
        .AddSingleton<EndpointChecks>();

    static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddOptions<SignInOptions>().BindConfiguration("SignIn").ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsValidator>();
        services.TryAddSingleton(new SessionLimits(TimeSpan.FromHours(8), TimeSpan.FromHours(1)));
        services.AddSingleton(p => new LogoutValidator(
            p.GetRequiredService<Saml.ServiceProvider>(), p.GetRequiredService<IdentityProviderRegistry>().Find, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new ResponseValidator(
            p.GetRequiredService<Saml.ServiceProvider>(), p.GetRequiredService<IdentityProviderRegistry>().Find, p.GetRequiredService<TimeProvider>()));
        return services
            .AddSingleton<SignInMetrics>()
            .AddSingleton<FlightLog>()
            .AddSingleton<PendingSignIns>()
            .AddSingleton<SamlDoor>()
            .AddSingleton<Admission>()
            .AddSingleton<TeamOwners>()
            .AddSingleton<TeamContacts>()
            .AddSingleton<WaitingRoom>()
            .AddSingleton<LaunchPad>()
            .AddSingleton<SignInFlow>()
            .AddSingleton<BrowserSessions>()
            .AddSingleton<AccessQueries>();
    }
}
