using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>The SDK's pipeline and defaults as these services need them.</summary>
static class ClientPipeline
{
    // The SDK's standard figures (DefaultConfigurationMode, August 2026): 3.1 s to connect, 1.1 s inside one Region.
    static readonly TimeSpan s_connect = TimeSpan.FromMilliseconds(3100);
    static readonly TimeSpan s_connectInRegion = TimeSpan.FromMilliseconds(1100);

    internal static void UseRulesAndSigV4(this RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RuleEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4AuthHandler());
    }

    internal static IDefaultConfigurationProvider Defaults() => new DefaultConfigurationProvider(new[]
    {
        DefaultConfigurationMode.Standard,
        DefaultConfigurationMode.InRegion,
        DefaultConfigurationMode.CrossRegion,
        DefaultConfigurationMode.Mobile,
        DefaultConfigurationMode.Auto,
    }.Select(IDefaultConfiguration (mode) => new DefaultConfiguration
    {
        Name = mode,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = mode is DefaultConfigurationMode.InRegion ? s_connectInRegion : s_connect,
        TlsNegotiationTimeout = s_connect,
    }));
}
