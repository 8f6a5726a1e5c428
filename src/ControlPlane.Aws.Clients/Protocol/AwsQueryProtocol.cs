using Amazon.Runtime.Internal;

namespace ControlPlane.Aws.Clients.Protocol;

delegate Amazon.Runtime.AmazonServiceException QueryErrorFactory(ErrorResponse error, Exception? inner, System.Net.HttpStatusCode status);

/// <summary>What differs between two services that speak the AWS Query protocol.</summary>
/// <param name="ServiceName">The SDK's name of the service, such as <c>Amazon.IdentityManagement</c>.</param>
/// <param name="ApiVersion">The version of the API.</param>
/// <param name="Errors">Makes the exception of an error code, as it stands on the wire.</param>
/// <param name="Fallback">Makes the exception of every other code.</param>
sealed record AwsQueryProtocol(
    string ServiceName, string ApiVersion, IReadOnlyDictionary<string, QueryErrorFactory> Errors, QueryErrorFactory Fallback);
