using System.Collections.Concurrent;
using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using ControlPlane.Domains;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.Sts;

/// <summary>One STS client for each Region, with the control plane's own credentials: those that the host registered, or else the
/// SDK's default chain.</summary>
sealed class StsClients(IOptions<AwsOptions> options, AwsHttp http, AWSCredentials? credentials = null) : IDisposable
{
    readonly ConcurrentDictionary<RegionName, AmazonSecurityTokenServiceClient> _clients = new();

    /// <summary>The Region whose STS opens sessions for a target in <paramref name="target"/>.</summary>
    public RegionName RegionFor(RegionName target) => options.Value.StsRegion is { } fixedRegion ? RegionName.Parse(fixedRegion) : target;

    /// <summary>The client that signs with the control plane's own credentials.</summary>
    public IAmazonSecurityTokenService For(RegionName region) => _clients.GetOrAdd(region, Create);

    /// <summary>A client that signs nothing, for calls that carry their own proof. The caller disposes of it.</summary>
    public IAmazonSecurityTokenService Anonymous(RegionName region)
        => new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), Config(region));

    /// <summary>Where calls in a Region go.</summary>
    public Uri AddressFor(RegionName region)
    {
        using var client = Anonymous(region);
        return new(client.DetermineServiceOperationEndpoint(new AssumeRoleRequest()).URL);
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    AmazonSecurityTokenServiceClient Create(RegionName region)
        => credentials is null ? new(Config(region)) : new(credentials, Config(region));

    AmazonSecurityTokenServiceConfig Config(RegionName region)
    {
        var config = new AmazonSecurityTokenServiceConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region.ToString()),
            UseFIPSEndpoint = options.Value.UseFips,
            UseDualstackEndpoint = options.Value.UseDualStack,
        };
        config.Adapt(http, region, options.Value.Endpoints.Sts);
        return config;
    }
}
