using Amazon.Runtime;
using ControlPlane.Domains;

namespace ControlPlane.Aws;

/// <summary>What all clients have in common.</summary>
static class ClientConfigs
{
    /// <summary>Sets the shared connections, no retries of the SDK's own, and the address if one is given.</summary>
    public static void Adapt(this ClientConfig config, AwsHttp http, RegionName region, string? address)
    {
        config.HttpClientFactory = http;
        config.MaxErrorRetry = 0;
        config.ThrottleRetries = false;
        // Responses hold credentials and presigned URLs.
        config.LogResponse = false;
        if (AwsEndpoints.For(address, region.ToString()) is { } url)
        {
            config.ServiceURL = url;
        }

        // Without it the SDK signs for us-east-1 as soon as an address is set, here or in the environment.
        config.AuthenticationRegion = region.ToString();
    }
}
