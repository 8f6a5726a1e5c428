using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using ControlPlane.Aws.Clients.Protocol;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace Amazon.SageMaker;

/// <summary>How to reach SageMaker. With a <c>ServiceURL</c> set <c>AuthenticationRegion</c> as well, or requests are signed for
/// us-east-1.</summary>
public partial class AmazonSageMakerConfig : ClientConfig
{
    static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString("SageMaker", "4.0.0.0");

    /// <summary>With the SDK's standard defaults.</summary>
    public AmazonSageMakerConfig() : base(ClientPipeline.Defaults())
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "sagemaker";
        EndpointProvider = new RuleEndpointProvider(Rule);
    }

    /// <summary>The service's id in the SDK's shared configuration.</summary>
    public static new string ServiceId => "SageMaker";

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "api.sagemaker";

    /// <inheritdoc/>
    public override string ServiceVersion => "2017-07-24";

    /// <inheritdoc/>
    public override string UserAgent => s_userAgent;

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
        => RuleEndpointResolver.Resolve(this, parameters, ServiceId);

    // The service's endpoint rule set of August 2026.
    static EndpointAnswer Rule(EndpointQuestion q) => new(q switch
    {
        { Fips: true, DualStack: true } => $"https://api.sagemaker-fips.{q.Region}.{q.DualStackSuffix}",
        { Fips: true, Partition: "aws" or "aws-us-gov" } => $"https://api-fips.sagemaker.{q.Region}.{q.DnsSuffix}",
        { Fips: true } => $"https://api.sagemaker-fips.{q.Region}.{q.DnsSuffix}",
        { DualStack: true } => $"https://api.sagemaker.{q.Region}.{q.DualStackSuffix}",
        _ => $"https://api.sagemaker.{q.Region}.{q.DnsSuffix}",
    });
}
