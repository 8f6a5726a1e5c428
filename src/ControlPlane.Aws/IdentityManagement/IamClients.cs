using System.Collections.Concurrent;
using Amazon;
using Amazon.IdentityManagement;
using ControlPlane.Accounts;
using ControlPlane.Aws.Sts;
using ControlPlane.Domains;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.IdentityManagement;

/// <summary>IAM clients for sessions. IAM is one for a partition: its home Region signs.</summary>
sealed class IamClients(IOptions<AwsOptions> options, AwsHttp http)
{
    readonly ConcurrentDictionary<RegionName, AmazonIdentityManagementServiceConfig> _configs = new();

    /// <summary>The Region that IAM of an account's partition is signed for.</summary>
    public static RegionName HomeOf(Account account)
        => RegionName.Parse(account.Partition switch { "aws-cn" => "cn-north-1", "aws-us-gov" => "us-gov-west-1", _ => "us-east-1" });

    /// <summary>A client that acts as the session. The caller disposes of it.</summary>
    public IAmazonIdentityManagementService For(AwsSession session, RegionName home)
        => new AmazonIdentityManagementServiceClient(session.Credentials, _configs.GetOrAdd(home, Config));

    AmazonIdentityManagementServiceConfig Config(RegionName home)
    {
        var config = new AmazonIdentityManagementServiceConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(home.ToString()),
            UseFIPSEndpoint = options.Value.UseFips,
            UseDualstackEndpoint = options.Value.UseDualStack,
        };
        config.Adapt(http, home, options.Value.Endpoints.Iam);
        return config;
    }
}
