namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>What an endpoint rule decides on.</summary>
/// <param name="Region">The Region.</param>
/// <param name="Partition">Its partition, such as <c>aws</c> or <c>aws-cn</c>.</param>
/// <param name="DnsSuffix">The partition's suffix, such as <c>amazonaws.com</c>.</param>
/// <param name="DualStackSuffix">The partition's suffix for IPv4 and IPv6, such as <c>api.aws</c>.</param>
/// <param name="Fips">Whether FIPS 140 endpoints are wanted.</param>
/// <param name="DualStack">Whether dual-stack endpoints are wanted.</param>
readonly record struct EndpointQuestion(string Region, string Partition, string DnsSuffix, string DualStackSuffix, bool Fips, bool DualStack);

/// <summary>What an endpoint rule answers.</summary>
/// <param name="Url">The address.</param>
/// <param name="SigningRegion">The Region to sign for; null for the asked one.</param>
readonly record struct EndpointAnswer(string Url, string? SigningRegion = null);
