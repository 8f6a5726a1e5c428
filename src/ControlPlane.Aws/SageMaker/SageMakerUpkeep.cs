using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SageMaker.Model;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Profiles;

namespace ControlPlane.Aws.SageMaker;

/// <summary>Changes and removes profiles, spaces and apps, by the account's broker session.</summary>
sealed class SageMakerUpkeep(BrokerCalls calls) : IStudioUpkeep
{
    public async Task<bool> TryUpdateProfileAsync(Account account, DesiredProfile profile, CancellationToken ct)
    {
        var call = BrokerCalls.Call(account, profile.Name.Region, "UpdateUserProfile");
        var request = new UpdateUserProfileRequest
        {
            DomainId = profile.Name.Domain.Domain.ToString(),
            UserProfileName = profile.Name.Profile,
            UserSettings = SageMakerMapping.Settings(profile),
        };
        try
        {
            await calls.CallAsync(account, call, (client, token) => client.UpdateUserProfileAsync(request, token), ct);
            return true;
        }
        catch (AmazonServiceException error) when (error is ResourceInUseException or ResourceNotFoundException)
        {
            // It changes right now, or is gone: the caller looks again.
            return false;
        }
        catch (AmazonServiceException error)
        {
            throw SageMakerMapping.CreateRefused(profile.Name, call, error);
        }
    }

    public Task AddTagsAsync(Account account, ProfileName profile, string arn, IReadOnlyDictionary<string, string> tags, CancellationToken ct)
    {
        var request = new AddTagsRequest { ResourceArn = arn, Tags = SageMakerMapping.Tags(tags) };
        return SendAsync(account, profile.Region, "AddTags", (client, token) => client.AddTagsAsync(request, token), ct);
    }

    public Task RemoveTagsAsync(Account account, ProfileName profile, string arn, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var request = new DeleteTagsRequest { ResourceArn = arn, TagKeys = [.. keys] };
        return SendAsync(account, profile.Region, "DeleteTags", (client, token) => client.DeleteTagsAsync(request, token), ct);
    }

    public Task<Removal> RemoveAppAsync(Account account, DomainName domain, ObservedApp app, CancellationToken ct)
    {
        var request = new DeleteAppRequest
        {
            DomainId = domain.Domain.ToString(),
            UserProfileName = app.Profile,
            SpaceName = app.Space,
            AppType = app.Type,
            AppName = app.Name,
        };
        return RemoveAsync(account, domain.Region, "DeleteApp", (client, token) => client.DeleteAppAsync(request, token), ct);
    }

    public Task<Removal> RemoveSpaceAsync(Account account, DomainName domain, string space, CancellationToken ct)
    {
        var request = new DeleteSpaceRequest { DomainId = domain.Domain.ToString(), SpaceName = space };
        return RemoveAsync(account, domain.Region, "DeleteSpace", (client, token) => client.DeleteSpaceAsync(request, token), ct);
    }

    public Task<Removal> RemoveProfileAsync(Account account, ProfileName profile, CancellationToken ct)
    {
        var request = new DeleteUserProfileRequest { DomainId = profile.Domain.Domain.ToString(), UserProfileName = profile.Profile };
        return RemoveAsync(account, profile.Region, "DeleteUserProfile", (client, token) => client.DeleteUserProfileAsync(request, token), ct);
    }

    async Task<Removal> RemoveAsync<T>(
        Account account, RegionName region, string operation, Func<IAmazonSageMaker, CancellationToken, Task<T>> send, CancellationToken ct)
    {
        var call = BrokerCalls.Call(account, region, operation);
        try
        {
            await calls.CallAsync(account, call, send, ct);
            return Removal.Begun;
        }
        catch (ResourceNotFoundException)
        {
            // That it is not there is all that was asked.
            return Removal.Gone;
        }
        catch (ResourceInUseException)
        {
            return Removal.InUse;
        }
        catch (AmazonServiceException error)
        {
            throw AwsErrors.Denied(call, error);
        }
    }

    async Task SendAsync<T>(
        Account account, RegionName region, string operation, Func<IAmazonSageMaker, CancellationToken, Task<T>> send, CancellationToken ct)
    {
        var call = BrokerCalls.Call(account, region, operation);
        try
        {
            await calls.CallAsync(account, call, send, ct);
        }
        catch (AmazonServiceException error)
        {
            throw AwsErrors.Denied(call, error);
        }
    }
}
