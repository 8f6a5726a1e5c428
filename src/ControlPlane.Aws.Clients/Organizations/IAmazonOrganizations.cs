using Amazon.Organizations.Model;
using Amazon.Runtime;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace Amazon.Organizations;

/// <summary>The Organizations API: the operations that the control plane uses, named as in the official client.</summary>
public partial interface IAmazonOrganizations : IAmazonService, IDisposable
{
    /// <summary>Makes paginators.</summary>
    IOrganizationsPaginatorFactory Paginators { get; }

    /// <summary>The endpoint that a request would go to.</summary>
    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    // Implemented here and not in the client, or the interface could not be a type argument (CS8920).
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonOrganizationsConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig)
        => new AmazonOrganizationsClient(awsCredentials, (AmazonOrganizationsConfig)clientConfig);
}
