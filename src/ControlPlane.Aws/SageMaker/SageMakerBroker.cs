using Amazon.Runtime;
using Amazon.SageMaker.Model;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Profiles;

namespace ControlPlane.Aws.SageMaker;

/// <summary>Looks at domains and profiles and makes profiles, by the account's broker session.</summary>
sealed class SageMakerBroker(BrokerCalls calls, NewProfiles newProfiles, TimeProvider time) : IStudioBroker
{
    public async Task<ObservedDomain?> FindDomainAsync(Account account, DomainName domain, CancellationToken ct)
    {
        var request = new DescribeDomainRequest { DomainId = domain.Domain.ToString() };
        var found = await calls.FindAsync(account, domain.Region, "DescribeDomain", (client, token) => client.DescribeDomainAsync(request, token), ct);
        return found is null ? null : SageMakerMapping.Domain(domain, found);
    }

    public async Task<ObservedProfile?> FindProfileAsync(Account account, ProfileName profile, CancellationToken ct)
    {
        var request = new DescribeUserProfileRequest { DomainId = profile.Domain.Domain.ToString(), UserProfileName = profile.Profile };
        var found = await calls.FindAsync(
            account, profile.Region, "DescribeUserProfile", (client, token) => client.DescribeUserProfileAsync(request, token), ct);
        if (found is null || await FindTagsAsync(account, profile.Region, found.UserProfileArn!, ct) is not { } tags)
        {
            return null;
        }

        newProfiles.Note(profile, found.CreationTime ?? DateTimeOffset.MinValue);
        return SageMakerMapping.Profile(profile, found, tags);
    }

    public async Task<bool> TryCreateProfileAsync(Account account, DesiredProfile profile, CancellationToken ct)
    {
        var call = BrokerCalls.Call(account, profile.Name.Region, "CreateUserProfile");
        var request = SageMakerMapping.CreateRequest(profile);
        try
        {
            await calls.CallAsync(account, call, (client, token) => client.CreateUserProfileAsync(request, token), ct);
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
            if (await calls.FindAsync(account, region, "ListTags", (client, token) => client.ListTagsAsync(request, token), ct) is not { } page)
            {
                return null;
            }

            tags.AddRange(page.Tags ?? []);
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));

        return tags;
    }
}
