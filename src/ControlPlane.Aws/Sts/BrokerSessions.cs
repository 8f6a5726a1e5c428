using Amazon.SecurityToken.Model;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.Sts;

/// <summary>Sessions of the broker roles: one for each role and Region, shared by all callers and renewed before its end.</summary>
sealed class BrokerSessions(RoleSessions roles, IOptions<AwsOptions> options, TimeProvider time)
{
    // A catalog has far fewer accounts and Regions than this.
    const int Kept = 10_000;

    readonly SessionCache<BrokerKey> _cache = new(
        new("broker", Kept, options.Value.SessionMargin, options.Value.BrokerRenewal, options.Value.RefusalHold), time);

    public Task<AwsSession> GetAsync(Account account, RegionName region, CancellationToken ct)
        => _cache.GetAsync(Key(account, region), () => roles.OpenAsync(account.Id, region, Request(account)), ct);

    public void Forget(Account account, RegionName region, AwsSession session) => _cache.Forget(Key(account, region), session);

    static BrokerKey Key(Account account, RegionName region) => new(account.BrokerRole, account.ExternalId, region);

    AssumeRoleRequest Request(Account account) => new()
    {
        RoleArn = account.BrokerRole,
        RoleSessionName = $"{options.Value.SessionNamePrefix}-broker",
        ExternalId = account.ExternalId,
        DurationSeconds = (int)options.Value.BrokerSession.TotalSeconds,
    };

    readonly record struct BrokerKey(string Role, string ExternalId, RegionName Region);
}
