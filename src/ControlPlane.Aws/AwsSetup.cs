using ControlPlane.Accounts;
using ControlPlane.Aws.Calls;
using ControlPlane.Aws.Diagnostics;
using ControlPlane.Aws.IdentityManagement;
using ControlPlane.Aws.Organizations;
using ControlPlane.Aws.SageMaker;
using ControlPlane.Aws.Sts;
using ControlPlane.Aws.Telemetry;
using ControlPlane.Diagnostics;
using ControlPlane.Discovery;
using ControlPlane.ExecutionRoles;
using ControlPlane.Profiles;
using ControlPlane.Rollouts;
using ControlPlane.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws;

/// <summary>Registers the AWS ports.</summary>
public static class AwsSetup
{
    /// <summary>Adds <see cref="IStudioBroker"/>, <see cref="IStudioInventory"/>, <see cref="IStudioUpkeep"/>, <see cref="IRoleProbe"/>, <see cref="IOrganization"/>, <see cref="IAccountDirectory"/>, <see cref="IRoleKeeper"/>,
    /// <see cref="IStudioVendor"/> and <see cref="ISamlCrossCheck"/> on AWS, with the options of the section <c>Aws</c>. The control plane's own credentials come from the SDK's default chain unless the host registers an
    /// <see cref="Amazon.Runtime.AWSCredentials"/>.</summary>
    /// <param name="services">Where to add them.</param>
    public static IServiceCollection AddControlPlaneAws(this IServiceCollection services)
    {
        services.AddOptions<AwsOptions>().BindConfiguration(AwsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AwsOptions>, AwsOptionsValidator>();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static _ => new AwsHttp());
        services.AddSingleton<CallRates>().AddSingleton<AwsCaller>();
        services.AddSingleton<StsClients>().AddSingleton<RefusedRoles>().AddSingleton<RoleSessions>();
        services.AddSingleton<BrokerSessions>().AddSingleton<VendSessions>();
        services.AddSingleton<SageMakerClients>().AddSingleton<NewProfiles>().AddSingleton<BrokerCalls>();
        services.AddSingleton<IStudioBroker, SageMakerBroker>();
        services.AddSingleton<IStudioInventory, SageMakerInventory>();
        services.AddSingleton<IStudioUpkeep, SageMakerUpkeep>();
        services.AddSingleton<OrganizationCalls>().AddSingleton<OrganizationLists>().AddSingleton<IOrganization, AwsOrganization>().AddSingleton<IAccountDirectory, AccountDirectory>();
        services.AddSingleton<IRoleProbe, RoleProbe>();
        services.AddSingleton<IamClients>().AddSingleton<IamCalls>().AddSingleton<IRoleKeeper, IamRoleKeeper>();
        services.AddSingleton<IStudioVendor, SageMakerVendor>();
        services.AddSingleton<ISamlCrossCheck, StsSamlCrossCheck>();
        services.AddSingleton<IEndpointProbe, EndpointProbe>();
        SdkTelemetry.Install();
        return services;
    }
}
