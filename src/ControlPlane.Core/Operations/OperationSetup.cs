using ControlPlane.Accounts;
using ControlPlane.Discovery;
using ControlPlane.Domains;
using ControlPlane.ExecutionRoles;
using ControlPlane.LiveSessions;
using ControlPlane.Planning;
using ControlPlane.Profiles;
using ControlPlane.Rollouts;
using ControlPlane.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ControlPlane.Operations;

/// <summary>Registers long work.</summary>
public static class OperationSetup
{
    /// <summary>Registers operations, their kinds and the process that works on them. The host adds <c>AddControlPlane()</c>, the ports
    /// <see cref="IRoleProbe"/>, <see cref="IStudioInventory"/> and <see cref="IStudioUpkeep"/>, and, when its catalog is there, the
    /// hosted <see cref="AccessWatch"/>.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddOptions<OperationOptions>().BindConfiguration("Operations").ValidateOnStart();
        services.AddSingleton<IValidateOptions<OperationOptions>, OperationOptionsValidator>();
        return services
            .AddSingleton<OperationMetrics>()
            .AddSingleton<OperationCatalog>()
            .AddSingleton<OperationWorker>()
            .AddSingleton<OperationRunner>()
            .AddHostedService(p => p.GetRequiredService<OperationRunner>())
            .AddSingleton<OperationDesk>()
            .AddSingleton<DomainVerifier>()
            .AddSingleton<CapacitySurvey>()
            .AddSingleton<CapacitySimulator>()
            .AddSingleton<ProfilePlans>()
            .AddSingleton<ProfileUse>()
            .AddSingleton<ProfileRemovals>()
            .AddSingleton<ProfileRegister>()
            .AddKind<AccountVerifier>()
            .AddKind<DomainImporter>()
            .AddKind<ProfileRepairer>()
            .AddKind<ProfileRetirer>()
            .AddLiveSessions();
    }

    /// <summary>Registers what rolls guardrails out and makes execution roles. The host adds <see cref="AddOperations"/> and the ports
    /// <see cref="IRoleKeeper"/> and <see cref="IOrganization"/>.</summary>
    public static IServiceCollection AddGuardrailWork(this IServiceCollection services) => services
        .AddRollouts()
        .AddKind<RolloutRunner>()
        .AddKind<RollbackRunner>()
        .AddSingleton<RoleSurvey>()
        .AddKind<ExecutionRolePlanner>()
        .AddKind<ExecutionRoleMaker>();

    /// <summary>Registers what finds the accounts of the organization. The host adds <see cref="AddOperations"/>, the port
    /// <see cref="IAccountDirectory"/> and, when its catalog is there, the hosted <see cref="DiscoveryWatch"/>.</summary>
    public static IServiceCollection AddDiscovery(this IServiceCollection services)
    {
        services.AddOptions<DiscoveryOptions>().BindConfiguration("Discovery").ValidateOnStart();
        services.AddSingleton<IValidateOptions<DiscoveryOptions>, DiscoveryOptionsValidator>();
        services.AddSingleton<IValidateOptions<DiscoveryOptions>, DiscoveryRulesValidator>();
        return services.AddKind<AccountDiscoverer>();
    }

    static IServiceCollection AddLiveSessions(this IServiceCollection services)
    {
        services.AddOptions<LiveSessionOptions>().BindConfiguration("LiveSessions").ValidateOnStart();
        services.AddSingleton<IValidateOptions<LiveSessionOptions>, LiveSessionOptionsValidator>();
        return services
            .AddSingleton<AccessJudge>()
            .AddSingleton<AccessApps>()
            .AddSingleton<AccessRegister>()
            .AddKind<AccessEnder>()
            .AddSingleton<AccessWarden>();
    }

    static IServiceCollection AddKind<T>(this IServiceCollection services)
        where T : class, IOperationKind
        => services.AddSingleton<T>().AddSingleton<IOperationKind>(p => p.GetRequiredService<T>());
}
