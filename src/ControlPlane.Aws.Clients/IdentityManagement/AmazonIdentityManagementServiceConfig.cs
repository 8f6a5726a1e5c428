using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using ControlPlane.Aws.Clients.Protocol;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace Amazon.IdentityManagement;

/// <summary>How to reach IAM: one endpoint for each partition, signed for its home Region whatever Region is set. Do not set
/// <c>AuthenticationRegion</c> to another Region against the real service, it would overrule that.</summary>
public partial class AmazonIdentityManagementServiceConfig : ClientConfig
{
    static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString("IAM", "4.0.0.0");

    /// <summary>With the SDK's standard defaults.</summary>
    public AmazonIdentityManagementServiceConfig() : base(ClientPipeline.Defaults())
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "iam";
        EndpointProvider = new RuleEndpointProvider(Rule);
    }

    /// <summary>The service's id in the SDK's shared configuration.</summary>
    public static new string ServiceId => "IAM";

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "iam";

    /// <inheritdoc/>
    public override string ServiceVersion => "2010-05-08";

    /// <inheritdoc/>
    public override string UserAgent => s_userAgent;

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
        => RuleEndpointResolver.Resolve(this, parameters, ServiceId);

    // The service's endpoint rule set of June 2026, for the partitions that the control plane knows.
    static EndpointAnswer Rule(EndpointQuestion q)
    {
        var fips = q.Fips ? "-fips" : "";
        return q switch
        {
            { Partition: "aws-us-gov", DualStack: true } => new($"https://iam.us-gov.{q.DualStackSuffix}", "us-gov-west-1"),
            { Partition: "aws-us-gov" } => new($"https://iam.us-gov.{q.DnsSuffix}", "us-gov-west-1"),
            { Partition: "aws-cn", DualStack: true } => new($"https://iam{fips}.global.{q.DualStackSuffix}", "cn-north-1"),
            { Partition: "aws-cn" } => new($"https://iam{fips}.cn-north-1.{q.DnsSuffix}", "cn-north-1"),
            { DualStack: true } => new($"https://iam{fips}.global.{q.DualStackSuffix}", "us-east-1"),
            { Partition: "aws" } => new($"https://iam{fips}.{q.DnsSuffix}", "us-east-1"),
            _ => new($"https://iam.{q.Region}.{q.DnsSuffix}"),
        };
    }
}
