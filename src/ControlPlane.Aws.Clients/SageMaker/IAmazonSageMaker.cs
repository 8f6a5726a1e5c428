using Amazon.Runtime;
using Amazon.SageMaker.Model;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace Amazon.SageMaker;

/// <summary>The SageMaker API: the operations that the control plane uses, named as in the official client.</summary>
public partial interface IAmazonSageMaker : IAmazonService, IDisposable
{
    /// <summary>Makes paginators.</summary>
    ISageMakerPaginatorFactory Paginators { get; }

    /// <summary>The endpoint that a request would go to.</summary>
    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    // Implemented here and not in the client, or the interface could not be a type argument (CS8920).
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonSageMakerConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig)
        => new AmazonSageMakerClient(awsCredentials, (AmazonSageMakerConfig)clientConfig);
}
