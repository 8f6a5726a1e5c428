using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SageMaker.Model;
using ControlPlane.Accounts;
using ControlPlane.Aws.Calls;
using ControlPlane.Aws.Sts;
using ControlPlane.Domains;
using ControlPlane.Profiles;

namespace ControlPlane.Aws.SageMaker;

/// <summary>Looks at domains and profiles and makes profiles, by the account's broker session.</summary>
sealed class SageMakerBroker(BrokerSessions sessions, SageMakerClients clients, AwsCaller caller, NewProfiles newProfiles, TimeProvider time)
    : IStudioBroker
{
    public async Task<ObservedDomain?> FindDomainAsync(Account account, DomainName domain, CancellationToken ct)
    {
        var request = new DescribeDomainRequest { DomainId = domain.Domain.ToString() };
        var found = await FindAsync(account, domain.Region, "DescribeDomain", (client, token) => client.DescribeDomainAsync(request, token), ct);
        return found is null ? null : SageMakerMapping.Domain(domain, found);
    }

    public async Task<ObservedProfile?> FindProfileAsync(Account account, ProfileName profile, CancellationToken ct)
    {
        var request = new DescribeUserProfileRequest { DomainId = profile.Domain.Domain.ToString(), UserProfileName = profile.Profile };
        var found = await FindAsync(account, profile.Region, "DescribeUserProfile", (client, token) => client.DescribeUserProfileAsync(request, token), ct);
        if (found is null || await FindTagsAsync(account, profile.Region, found.UserProfileArn!, ct) is not { } tags)
        {
            return null;
        }

        newProfiles.Note(profile, found.CreationTime ?? DateTimeOffset.MinValue);
        return SageMakerMapping.Profile(profile, found, tags);
    }

    public async Task<bool> TryCreateProfileAsync(Account account, DesiredProfile profile, CancellationToken ct)
    {
        var call = Call(account, profile.Name.Region, "CreateUserProfile");
        var request = SageMakerMapping.CreateRequest(profile);
        try
        {
            await CallAsync(account, call, (client, token) => client.CreateUserProfileAsync(request, token), ct);
            newProfiles.Note(profile.Name, time.GetUtcNow());
            return true;
        }
        catch (ResourceInUseException)
        {
            // A rival, or our own request whose answer was lost, was first. That it exists is all that was asked.
            return false;
        }
        catch (AmazonServiceException error)
        {
            throw SageMakerMapping.CreateRefused(profile.Name, call, error);
        }
    }

    async Task<List<Tag>?> FindTagsAsync(Account account, RegionName region, string arn, CancellationToken ct)
    {
        var tags = new List<Tag>();
        string? next = null;
        do
        {
            var request = new ListTagsRequest { ResourceArn = arn, MaxResults = 100, NextToken = next };
            if (await FindAsync(account, region, "ListTags", (client, token) => client.ListTagsAsync(request, token), ct) is not { } page)
            {
                return null;
            }

            tags.AddRange(page.Tags ?? []);
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));

        return tags;
    }

    async Task<T?> FindAsync<T>(
        Account account, RegionName region, string operation, Func<IAmazonSageMaker, CancellationToken, Task<T>> send, CancellationToken ct)
        where T : class
    {
        var call = Call(account, region, operation);
        try
        {
            return await CallAsync(account, call, send, ct);
        }
        catch (ResourceNotFoundException)
        {
            // Asked whether it exists, and it does not.
            return null;
        }
        catch (AmazonServiceException error)
        {
            throw AwsErrors.Denied(call, error);
        }
    }

    async Task<T> CallAsync<T>(Account account, AwsCall call, Func<IAmazonSageMaker, CancellationToken, Task<T>> send, CancellationToken ct)
    {
        var session = await sessions.GetAsync(account, call.Region, ct);
        try
        {
            return await SendAsync(session, call, send, ct);
        }
        catch (AmazonServiceException error) when (AwsFaults.Of(error) is AwsFault.SessionExpired)
        {
            // AWS ended it before its time, as when sessions are revoked. Once more with a new one.
            sessions.Forget(account, call.Region, session);
            return await SendAsync(await sessions.GetAsync(account, call.Region, ct), call, send, ct);
        }
    }

    async Task<T> SendAsync<T>(AwsSession session, AwsCall call, Func<IAmazonSageMaker, CancellationToken, Task<T>> send, CancellationToken ct)
    {
        using var client = clients.For(session, call.Region);
        return await caller.CallAsync(call, token => send(client, token), ct);
    }

    static AwsCall Call(Account account, RegionName region, string operation) => new("SageMaker", operation, account.Id, region);
}
