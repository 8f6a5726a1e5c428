namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>What differs between two services that speak AWS JSON 1.1.</summary>
/// <param name="ServiceName">The SDK's name of the service, such as <c>Amazon.SageMaker</c>.</param>
/// <param name="TargetPrefix">What stands before the operation in <c>X-Amz-Target</c>.</param>
/// <param name="ApiVersion">The version of the API.</param>
/// <param name="Errors">Makes the exception of an error code, as it stands on the wire.</param>
/// <param name="Fallback">Makes the exception of every other code.</param>
sealed record AwsJsonProtocol(
    string ServiceName, string TargetPrefix, string ApiVersion, IReadOnlyDictionary<string, ErrorFactory> Errors, ErrorFactory Fallback);
