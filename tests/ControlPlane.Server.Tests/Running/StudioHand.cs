using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SageMaker.Model;
using Amazon.SecurityToken;
using ControlPlane.Sandbox.Emulator;
using Xunit;

namespace ControlPlane.Server.Tests.Running;

/// <summary>What people and operators do in an account past the control plane: by the AWS SDK, against the emulator.</summary>
sealed class StudioHand : IDisposable
{
    readonly AmazonSageMakerClient _client;

    StudioHand(AmazonSageMakerClient client) => _client = client;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public AmazonSageMakerClient Client => _client;

    public static async Task<StudioHand> InAsync(EmulatorHost emulator, string account = TestWorld.Account1)
    {
        using var sts = new AmazonSecurityTokenServiceClient(
            new SessionAWSCredentials(TestWorld.AccessKey, TestWorld.SecretKey, TestWorld.SessionToken),
            new AmazonSecurityTokenServiceConfig { ServiceURL = emulator.Endpoint.AbsoluteUri, AuthenticationRegion = TestWorld.Region });
        var session = await sts.AssumeRoleAsync(
            new() { RoleArn = $"arn:aws:iam::{account}:role/Broker", RoleSessionName = "hand", ExternalId = TestWorld.ExternalId }, Ct);
        return new(new AmazonSageMakerClient(
            session.Credentials,
            new AmazonSageMakerConfig { ServiceURL = emulator.Endpoint.AbsoluteUri, AuthenticationRegion = TestWorld.Region }));
    }

    /// <summary>Makes a space of a profile with an app in it, and an app on the profile itself.</summary>
    public async Task WorkAsync(string profile, string space, bool isShared = false)
    {
        await _client.CreateSpaceAsync(
            new()
            {
                DomainId = TestWorld.Domain1,
                SpaceName = space,
                OwnershipSettings = new() { OwnerUserProfileName = profile },
                SpaceSharingSettings = new() { SharingType = isShared ? SharingType.Shared : SharingType.Private },
            },
            Ct);
        await _client.CreateAppAsync(new() { DomainId = TestWorld.Domain1, SpaceName = space, AppType = AppType.JupyterLab, AppName = "default" }, Ct);
    }

    public Task StartAppAsync(string profile) => _client.CreateAppAsync(
        new() { DomainId = TestWorld.Domain1, UserProfileName = profile, AppType = AppType.JupyterServer, AppName = "default" }, Ct);

    public async Task<DescribeUserProfileResponse?> FindAsync(string profile)
    {
        try
        {
            return await _client.DescribeUserProfileAsync(new() { DomainId = TestWorld.Domain1, UserProfileName = profile }, Ct);
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    public async Task<string[]> SpacesAsync()
        => [.. ((await _client.ListSpacesAsync(new() { DomainIdEquals = TestWorld.Domain1 }, Ct)).Spaces ?? []).Select(s => s.SpaceName!)];

    public async Task TagAsync(string profile, params (string Key, string Value)[] tags) => await _client.AddTagsAsync(
        new() { ResourceArn = await ArnAsync(profile), Tags = [.. tags.Select(t => new Tag { Key = t.Key, Value = t.Value })] }, Ct);

    public async Task UntagAsync(string profile, params string[] keys)
        => await _client.DeleteTagsAsync(new() { ResourceArn = await ArnAsync(profile), TagKeys = [.. keys] }, Ct);

    public async Task<Dictionary<string, string>> TagsAsync(string profile)
        => (await _client.ListTagsAsync(new() { ResourceArn = await ArnAsync(profile), MaxResults = 100 }, Ct)).Tags!.ToDictionary(t => t.Key!, t => t.Value!);

    public void Dispose() => _client.Dispose();

    async Task<string> ArnAsync(string profile) => (await FindAsync(profile))!.UserProfileArn!;
}
