using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>Turns a client's configuration into the parameters that the endpoint rules ask for.</summary>
sealed class RuleEndpointResolver : BaseEndpointResolver
{
    static readonly RuleEndpointResolver s_instance = new();

    /// <summary>Resolves outside of a call, for <c>DetermineServiceOperationEndpoint</c>.</summary>
    internal static Endpoint Resolve(ClientConfig config, ServiceOperationEndpointParameters parameters, string serviceId)
    {
        var request = new DefaultRequest(parameters.Request, serviceId) { AlternateEndpoint = parameters.AlternateEndpoint };
        var context = new RequestContext(false) { ClientConfig = config, OriginalRequest = parameters.Request, Request = request };
        return s_instance.GetEndpoint(new Amazon.Runtime.Internal.ExecutionContext(context, null));
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new()
    {
        ["Region"] = RegionOf(requestContext),
        ["UseDualStack"] = requestContext.ClientConfig.UseDualstackEndpoint,
        ["UseFIPS"] = requestContext.ClientConfig.UseFIPSEndpoint,
        ["Endpoint"] = requestContext.ClientConfig.ServiceURL,
    };

    static string? RegionOf(IRequestContext context)
    {
        var config = context.ClientConfig;
        return context.Request.AlternateEndpoint?.SystemName
            ?? config.RegionEndpoint?.SystemName
            ?? (config.ServiceURL is not { } url ? null
                : string.IsNullOrEmpty(config.AuthenticationRegion) ? AWSSDKUtils.DetermineRegion(url) : config.AuthenticationRegion);
    }
}
