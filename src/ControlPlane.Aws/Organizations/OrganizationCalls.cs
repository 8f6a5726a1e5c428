using Amazon;
using Amazon.Organizations;
using Amazon.Organizations.Model;
using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using ControlPlane.Accounts;
using ControlPlane.Aws.Calls;
using ControlPlane.Aws.Sts;
using ControlPlane.Domains;
using ControlPlane.Rollouts;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.Organizations;

/// <summary>Calls Organizations by a session of the role that was configured for it.</summary>
sealed class OrganizationCalls(RoleSessions roles, AwsCaller caller, AwsHttp http, IOptions<AwsOptions> options, TimeProvider time)
{
    readonly SessionCache<string> _sessions = new(
        new("organization", 1, options.Value.SessionMargin, options.Value.BrokerRenewal, options.Value.RefusalHold), time);

    /// <summary>Makes a call.</summary>
    /// <exception cref="Errors.RefusedException"><c>ORGANIZATION_NOT_CONFIGURED</c>, <c>ASSUME_ROLE_DENIED</c>, <c>AWS_DENIED</c>,
    /// <c>AWS_THROTTLED</c>, <c>AWS_UNAVAILABLE</c>.</exception>
    public async Task<T> CallAsync<T>(string operation, Func<IAmazonOrganizations, CancellationToken, Task<T>> send, CancellationToken ct)
    {
        var call = Call(operation);
        try
        {
            return await SendAsync(call, send, ct);
        }
        catch (AmazonServiceException error) when (error is not (DuplicatePolicyAttachmentException or PolicyNotAttachedException or PolicyNotFoundException or DuplicatePolicyException))
        {
            throw AwsErrors.OrganizationRefused(call, error);
        }
    }

    /// <summary>Reads a list to its end: an empty page may have a next one.</summary>
    public async Task<List<TItem>> ListAsync<TItem>(
        string operation, Func<IAmazonOrganizations, string?, CancellationToken, Task<(List<TItem>? Items, string? Next)>> page, CancellationToken ct)
    {
        var items = new List<TItem>();
        string? token = null;
        do
        {
            var from = token;
            (var found, token) = await CallAsync(operation, (client, end) => page(client, from, end), ct);
            items.AddRange(found ?? []);
        }
        while (!string.IsNullOrEmpty(token));
        return items;
    }

    async Task<T> SendAsync<T>(AwsCall call, Func<IAmazonOrganizations, CancellationToken, Task<T>> send, CancellationToken ct)
    {
        var role = options.Value.Organization.RoleArn!;
        var session = await _sessions.GetAsync(role, () => roles.OpenAsync(call.Account, call.Region, new AssumeRoleRequest
        {
            RoleArn = role,
            RoleSessionName = $"{options.Value.SessionNamePrefix}-organization",
            ExternalId = options.Value.Organization.ExternalId,
            DurationSeconds = (int)options.Value.BrokerSession.TotalSeconds,
        }), ct);
        using var client = new AmazonOrganizationsClient(session.Credentials, Config(call.Region));
        return await caller.CallAsync(call, token => send(client, token), ct);
    }

    AwsCall Call(string operation)
        => options.Value.Organization.RoleArn?.Split(':') is [_, var partition, _, _, var account, ..]
            ? new("Organizations", operation, AccountId.Parse(account), RegionName.Parse(HomeOf(partition)))
            : throw RolloutErrors.NotConfigured();

    // Each partition has one endpoint, in one Region.
    static string HomeOf(string partition) => partition switch
    {
        "aws-cn" => "cn-northwest-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    };

    AmazonOrganizationsConfig Config(RegionName region)
    {
        var config = new AmazonOrganizationsConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region.ToString()),
            UseFIPSEndpoint = options.Value.UseFips,
        };
        config.Adapt(http, region, options.Value.Endpoints.Organizations);
        return config;
    }
}
