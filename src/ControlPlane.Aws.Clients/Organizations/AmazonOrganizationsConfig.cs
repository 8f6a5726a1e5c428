using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using ControlPlane.Aws.Clients.Protocol;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace Amazon.Organizations;

/// <summary>How to reach Organizations: one endpoint for each partition, signed for its home Region whatever Region is set. Do not set
/// <c>AuthenticationRegion</c> against the real service, it would overrule that.</summary>
public partial class AmazonOrganizationsConfig : ClientConfig
{
    static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString("Organizations", "4.0.0.0");

    /// <summary>With the SDK's standard defaults.</summary>
    public AmazonOrganizationsConfig() : base(ClientPipeline.Defaults())
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "organizations";
        EndpointProvider = new RuleEndpointProvider(Rule);
    }

    /// <summary>The service's id in the SDK's shared configuration.</summary>
    public static new string ServiceId => "Organizations";

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "organizations";

    /// <inheritdoc/>
    public override string ServiceVersion => "2016-11-28";

    /// <inheritdoc/>
    public override string UserAgent => s_userAgent;

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
        => RuleEndpointResolver.Resolve(this, parameters, ServiceId);

    // The service's endpoint rule set of August 2026.
    static EndpointAnswer Rule(EndpointQuestion q)
    {
        var fips = q.Fips ? "-fips" : "";
        return q switch
        {
            { DualStack: true } => new($"https://organizations{fips}.{q.Region}.{q.DualStackSuffix}"),
            { Partition: "aws" } => new($"https://organizations{fips}.us-east-1.{q.DnsSuffix}", "us-east-1"),
            { Partition: "aws-us-gov" } => new($"https://organizations.us-gov-west-1.{q.DnsSuffix}", "us-gov-west-1"),
            { Fips: true } => new($"https://organizations-fips.{q.Region}.{q.DnsSuffix}"),
            { Partition: "aws-cn" } => new($"https://organizations.cn-northwest-1.{q.DnsSuffix}", "cn-northwest-1"),
            { Partition: "aws-iso" } => new($"https://organizations.us-iso-east-1.{q.DnsSuffix}", "us-iso-east-1"),
            { Partition: "aws-iso-b" } => new($"https://organizations.us-isob-east-1.{q.DnsSuffix}", "us-isob-east-1"),
            _ => new($"https://organizations.{q.Region}.{q.DnsSuffix}"),
        };
    }
}
