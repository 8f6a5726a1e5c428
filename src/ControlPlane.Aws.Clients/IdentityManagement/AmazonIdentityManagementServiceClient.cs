using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using ControlPlane.Aws.Clients.Protocol;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace Amazon.IdentityManagement;

/// <summary>Calls IAM. Safe for use by many threads; shares its connections with other clients of equal configuration.</summary>
public partial class AmazonIdentityManagementServiceClient : AmazonServiceClient, IAmazonIdentityManagementService
{
    static readonly ServiceMetadata s_metadata = new("IAM");

    /// <summary>With the default credentials and Region.</summary>
    public AmazonIdentityManagementServiceClient() : base(new AmazonIdentityManagementServiceConfig())
    {
    }

    /// <summary>With the default credentials.</summary>
    public AmazonIdentityManagementServiceClient(RegionEndpoint region) : base(new AmazonIdentityManagementServiceConfig { RegionEndpoint = region })
    {
    }

    /// <summary>With the default credentials.</summary>
    public AmazonIdentityManagementServiceClient(AmazonIdentityManagementServiceConfig config) : base(config)
    {
    }

    /// <summary>With the default Region.</summary>
    public AmazonIdentityManagementServiceClient(AWSCredentials credentials) : this(credentials, new AmazonIdentityManagementServiceConfig())
    {
    }

    /// <summary>With these credentials in this Region.</summary>
    public AmazonIdentityManagementServiceClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonIdentityManagementServiceConfig { RegionEndpoint = region })
    {
    }

    /// <summary>With these credentials and this configuration.</summary>
    public AmazonIdentityManagementServiceClient(AWSCredentials credentials, AmazonIdentityManagementServiceConfig config) : base(credentials, config)
    {
    }

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => s_metadata;

    /// <inheritdoc/>
    public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request)
        => ((ClientConfig)Config).DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => pipeline.UseRulesAndSigV4();
}
