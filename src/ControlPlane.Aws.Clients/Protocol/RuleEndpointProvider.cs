using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Endpoint = Amazon.Runtime.Endpoints.Endpoint;

namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>Endpoints by a service's rule; a configured address goes before it.</summary>
sealed class RuleEndpointProvider(Func<EndpointQuestion, EndpointAnswer> rule) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters["Endpoint"] is string { Length: > 0 } custom)
        {
            return new Endpoint(custom);
        }

        var answer = rule(QuestionOf(parameters));
        return answer.SigningRegion is null
            ? new Endpoint(answer.Url)
            : new Endpoint(answer.Url, $$"""{"authSchemes":[{"name":"sigv4","signingRegion":"{{answer.SigningRegion}}"}]}""", "");
    }

    static EndpointQuestion QuestionOf(EndpointParameters parameters)
    {
        var region = parameters["Region"] as string ?? throw new AmazonClientException("Region must be set to resolve an endpoint.");
        var partition = Fn.Partition(region);
        return new(
            region,
            (string)partition["name"],
            (string)partition["dnsSuffix"],
            (string)partition["dualStackDnsSuffix"],
            Equals(parameters["UseFIPS"], true),
            Equals(parameters["UseDualStack"], true));
    }
}
