using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.SageMaker.Model;
using ControlPlane.Aws.Clients.Protocol;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace Amazon.SageMaker;

/// <summary>Calls SageMaker. Safe for use by many threads; shares its connections with other clients of equal configuration.</summary>
public partial class AmazonSageMakerClient : AmazonServiceClient, IAmazonSageMaker
{
    static readonly ServiceMetadata s_metadata = new("SageMaker");

    ISageMakerPaginatorFactory? _paginators;

    /// <summary>With the default credentials and Region.</summary>
    public AmazonSageMakerClient() : base(new AmazonSageMakerConfig())
    {
    }

    /// <summary>With the default credentials.</summary>
    public AmazonSageMakerClient(RegionEndpoint region) : base(new AmazonSageMakerConfig { RegionEndpoint = region })
    {
    }

    /// <summary>With the default credentials.</summary>
    public AmazonSageMakerClient(AmazonSageMakerConfig config) : base(config)
    {
    }

    /// <summary>With the default Region.</summary>
    public AmazonSageMakerClient(AWSCredentials credentials) : this(credentials, new AmazonSageMakerConfig())
    {
    }

    /// <summary>With these credentials in this Region.</summary>
    public AmazonSageMakerClient(AWSCredentials credentials, RegionEndpoint region) : this(credentials, new AmazonSageMakerConfig { RegionEndpoint = region })
    {
    }

    /// <summary>With these credentials and this configuration.</summary>
    public AmazonSageMakerClient(AWSCredentials credentials, AmazonSageMakerConfig config) : base(credentials, config)
    {
    }

    /// <inheritdoc/>
    public ISageMakerPaginatorFactory Paginators => _paginators ??= new SageMakerPaginatorFactory(this);

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => s_metadata;

    /// <inheritdoc/>
    public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request)
        => ((ClientConfig)Config).DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => pipeline.UseRulesAndSigV4();
}
