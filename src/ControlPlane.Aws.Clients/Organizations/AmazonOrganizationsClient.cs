using Amazon.Organizations.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using ControlPlane.Aws.Clients.Protocol;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace Amazon.Organizations;

/// <summary>Calls Organizations. Safe for use by many threads; shares its connections with other clients of equal configuration.</summary>
public partial class AmazonOrganizationsClient : AmazonServiceClient, IAmazonOrganizations
{
    static readonly ServiceMetadata s_metadata = new("Organizations");

    IOrganizationsPaginatorFactory? _paginators;

    /// <summary>With the default credentials and Region.</summary>
    public AmazonOrganizationsClient() : base(new AmazonOrganizationsConfig())
    {
    }

    /// <summary>With the default credentials.</summary>
    public AmazonOrganizationsClient(RegionEndpoint region) : base(new AmazonOrganizationsConfig { RegionEndpoint = region })
    {
    }

    /// <summary>With the default credentials.</summary>
    public AmazonOrganizationsClient(AmazonOrganizationsConfig config) : base(config)
    {
    }

    /// <summary>With the default Region.</summary>
    public AmazonOrganizationsClient(AWSCredentials credentials) : this(credentials, new AmazonOrganizationsConfig())
    {
    }

    /// <summary>With these credentials in this Region.</summary>
    public AmazonOrganizationsClient(AWSCredentials credentials, RegionEndpoint region) : this(credentials, new AmazonOrganizationsConfig { RegionEndpoint = region })
    {
    }

    /// <summary>With these credentials and this configuration.</summary>
    public AmazonOrganizationsClient(AWSCredentials credentials, AmazonOrganizationsConfig config) : base(credentials, config)
    {
    }

    /// <inheritdoc/>
    public IOrganizationsPaginatorFactory Paginators => _paginators ??= new OrganizationsPaginatorFactory(this);

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => s_metadata;

    /// <inheritdoc/>
    public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request)
        => ((ClientConfig)Config).DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => pipeline.UseRulesAndSigV4();
}
