using Amazon.Runtime;
using Amazon.SecurityToken.Model;
using ControlPlane.Accounts;
using ControlPlane.Aws.Calls;
using ControlPlane.Aws.SageMaker;
using ControlPlane.Domains;
using ControlPlane.Errors;
using ControlPlane.Profiles;
using Microsoft.Extensions.Options;

namespace ControlPlane.Aws.Sts;

/// <summary>Assumes an account's roles apart from the caches of launches: neither the sessions nor the refusals are kept.</summary>
sealed class RoleProbe(StsClients clients, SageMakerClients studios, AwsCaller caller, IOptions<AwsOptions> options) : IRoleProbe
{
    // Neither a person nor a team: what shows in CloudTrail.
    const string Name = "control-plane-verification";

    // A session that a wrong external id opened must be good for nothing.
    const string Nothing = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}""";

    // The shortest that STS grants.
    const int Seconds = 900;

    public async Task OpenAsync(Account account, StudioRole role, RegionName region, CancellationToken ct)
        => _ = await AssumeAsync(account, region, Request(account, role, region), ct);

    public async Task<bool> CanOpenWithAsync(Account account, StudioRole role, RegionName region, string? externalId, CancellationToken ct)
    {
        var request = Request(account, role, region);
        request.ExternalId = externalId;
        request.Policy = Nothing;
        var call = Call(account, region);
        try
        {
            _ = await caller.CallAsync(call, token => clients.For(call.Region).AssumeRoleAsync(request, token), ct);
            return true;
        }
        catch (AmazonServiceException error) when (AwsFaults.Of(error) is AwsFault.Denied)
        {
            // What a trust policy that demands the external id answers.
            return false;
        }
        catch (AmazonServiceException error)
        {
            throw Refused(call, error);
        }
    }

    public async Task<bool> CanVendRoleListDomainsAsync(Account account, RegionName region, CancellationToken ct)
    {
        var request = Request(account, StudioRole.Vend, region);
        request.Policy = null;
        var session = await AssumeAsync(account, region, request, ct);
        var call = BrokerCalls.Call(account, region, "ListDomains");
        using var client = studios.For(session, region);
        try
        {
            _ = await caller.CallAsync(call, token => client.ListDomainsAsync(new() { MaxResults = 1 }, token), ct);
            return true;
        }
        catch (AmazonServiceException error) when (AwsFaults.Of(error) is AwsFault.Denied)
        {
            // What a vend role answers that may do no more than vend.
            return false;
        }
        catch (AmazonServiceException error)
        {
            throw Refused(call, error);
        }
    }

    async Task<AwsSession> AssumeAsync(Account account, RegionName region, AssumeRoleRequest request, CancellationToken ct)
    {
        var call = Call(account, region);
        try
        {
            var answer = await caller.CallAsync(call, token => clients.For(call.Region).AssumeRoleAsync(request, token), ct);
            var keys = answer.Credentials;
            return new(new(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken), keys.Expiration!.Value.ToUniversalTime(), request.RoleSessionName);
        }
        catch (AmazonServiceException error) when (AwsFaults.Of(error) is AwsFault.Denied)
        {
            throw AwsErrors.AssumeRoleDenied(request.RoleArn, call, TimeSpan.Zero, error);
        }
        catch (AmazonServiceException error)
        {
            throw Refused(call, error);
        }
    }

    AwsCall Call(Account account, RegionName region) => new("STS", "AssumeRole", account.Id, clients.RegionFor(region));

    AssumeRoleRequest Request(Account account, StudioRole role, RegionName region) => role is StudioRole.Broker
        ? new()
        {
            RoleArn = account.BrokerRole,
            RoleSessionName = $"{options.Value.SessionNamePrefix}-verify",
            ExternalId = account.ExternalId,
            DurationSeconds = Seconds,
        }
        : new()
        {
            RoleArn = account.VendRole,
            RoleSessionName = Name,
            SourceIdentity = Name,
            ExternalId = account.ExternalId,
            DurationSeconds = Seconds,
            Policy = PresignPolicy.For(account.Partition, new(new(account.Id, region, DomainId.Parse("d-verification")), Name)),
            Tags = [new Tag { Key = ProfileTags.User, Value = Name }, new Tag { Key = ProfileTags.Team, Value = Name }],
            TransitiveTagKeys = [ProfileTags.User, ProfileTags.Team],
        };

    static RefusedException Refused(AwsCall call, AmazonServiceException error)
        => AwsFaults.Of(error) is AwsFault.SessionExpired ? AwsErrors.OwnSessionExpired(call, error) : AwsErrors.Denied(call, error);
}
