using System.Collections.Concurrent;
using Amazon;
using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SageMaker.Model;
using ControlPlane.Aws.Sts;
using ControlPlane.Domains;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.SageMaker;

/// <summary>SageMaker clients for sessions. A client costs microseconds and shares the connections, so each call makes its own.</summary>
sealed class SageMakerClients(IOptions<AwsOptions> options, AwsHttp http)
{
    readonly ConcurrentDictionary<RegionName, AmazonSageMakerConfig> _configs = new();

    /// <summary>A client that acts as the session. The caller disposes of it.</summary>
    public IAmazonSageMaker For(AwsSession session, RegionName region)
        => new AmazonSageMakerClient(session.Credentials, _configs.GetOrAdd(region, Config));

    /// <summary>Where calls in a Region go.</summary>
    public Uri AddressFor(RegionName region)
    {
        using var client = new AmazonSageMakerClient(new AnonymousAWSCredentials(), _configs.GetOrAdd(region, Config));
        return new(client.DetermineServiceOperationEndpoint(new CreatePresignedDomainUrlRequest()).URL);
    }

    AmazonSageMakerConfig Config(RegionName region)
    {
        var config = new AmazonSageMakerConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region.ToString()),
            UseFIPSEndpoint = options.Value.UseFips,
            UseDualstackEndpoint = options.Value.UseDualStack,
        };
        config.Adapt(http, region, options.Value.Endpoints.SageMaker);
        return config;
    }
}
