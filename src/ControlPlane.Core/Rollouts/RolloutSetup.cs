using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ControlPlane.Rollouts;

/// <summary>Registers rollouts. The host adds the port <see cref="IOrganization"/>.</summary>
static class RolloutSetup
{
    public static IServiceCollection AddRollouts(this IServiceCollection services)
    {
        services.AddOptions<RolloutOptions>().BindConfiguration("Guardrails:Rollouts").ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<RolloutOptions>, RolloutOptionsValidator>()
            .AddSingleton<OrganizationReader>()
            .AddSingleton<OrganizationGuardrails>()
            .AddSingleton<RolloutCatalog>()
            .AddSingleton<RolloutPlanner>()
            .AddSingleton<RolloutDesk>()
            .AddSingleton<PolicyChanger>()
            .AddSingleton<StageChecks>()
            .AddSingleton<FirstSeenLog>()
            .AddSingleton<DriftDetector>()
            .AddSingleton<ComplianceView>();
    }
}
