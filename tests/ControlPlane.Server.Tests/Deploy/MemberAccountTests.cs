using System.Net;
using Amazon.IdentityManagement;
using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SecurityToken;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Server.Tests.Running;
using ControlPlane.Teams;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Deploy;

/// <summary>The roles of hub-role.yaml and member-roles.yaml in emulated accounts: what is needed works over the wire, and what is not is denied.</summary>
public sealed class MemberAccountTests : IAsyncLifetime
{
    const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
    const string ExternalId = $"studio-gateway-{TestWorld.Account1}";
    const string Broker = $"arn:aws:iam::{TestWorld.Account1}:role/studio-gateway/StudioGatewayBroker";
    const string Vend = $"arn:aws:iam::{TestWorld.Account1}:role/studio-gateway/StudioGatewayVend";

    RunningServer _server = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        await DeployAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Person_signs_in_through_the_roles_of_the_templates()
    {
        using var browser = _server.Browser();

        using var first = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));
        using var second = await RunningServer.PostAsync(browser, _server.Idp.CreateResponse("user1", "Team1"));

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (first.StatusCode, second.StatusCode));
        Assert.Equal(_server.Emulator.Endpoint.Authority, first.Headers.Location!.Authority);
        var profile = _server.Emulator.World.Profiles.Single();
        Assert.Equal((TestWorld.Account1, "user1", "Team1"), (profile.Account, profile.Tags["studiouserid"], profile.Tags["team"]));
        Assert.Contains(_server.Emulator.World.Calls.All, c => c.Operation == "CreatePresignedDomainUrl" && c.Principal.Contains("StudioGatewayVend", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_enters_without_the_external_id_of_the_account()
    {
        foreach (var (role, id) in new[] { (Broker, null), (Vend, null), (Vend, "studio-gateway-444455556666") })
        {
            await DeniedAsync(() => EnterAsync(role, externalId: id));
        }

        await EnterAsync(Broker);
        await EnterAsync(Vend, user: "user1");
    }

    [Fact]
    public async Task Session_is_tagged_with_user_and_team_and_nothing_else()
        => await DeniedAsync(() => EnterAsync(Vend, user: "user1", more: "Project"));

    [Fact]
    public async Task Session_opens_the_own_profile_alone()
    {
        var (own, other) = await TwoProfilesAsync();
        using var studio = await EnterAsync(Vend, user: "user1");
        using var nobody = await EnterAsync(Vend);

        var opened = await PresignAsync(studio, own);

        Assert.StartsWith(_server.Emulator.Endpoint.AbsoluteUri, opened.AuthorizedUrl, StringComparison.Ordinal);
        await DeniedAsync(() => PresignAsync(studio, other));
        await DeniedAsync(() => PresignAsync(nobody, own));
    }

    [Fact]
    public async Task Profile_keeps_its_owner()
    {
        var (own, _) = await TwoProfilesAsync();
        using var broker = await EnterAsync(Broker);
        var arn = (await broker.DescribeUserProfileAsync(new() { DomainId = TestWorld.Domain1, UserProfileName = own }, Ct)).UserProfileArn;

        await DeniedAsync(() => broker.AddTagsAsync(new() { ResourceArn = arn, Tags = [new() { Key = "studiouserid", Value = "user2" }] }, Ct));
        await DeniedAsync(() => broker.DeleteTagsAsync(new() { ResourceArn = arn, TagKeys = ["studiouserid"] }, Ct));
        await DeniedAsync(() => broker.CreateUserProfileAsync(new() { DomainId = TestWorld.Domain1, UserProfileName = "nobodys" }, Ct));
        await broker.AddTagsAsync(new() { ResourceArn = arn, Tags = [new() { Key = "team", Value = "Team1" }] }, Ct);
    }

    [Fact]
    public async Task Access_that_has_ended_is_denied_to_a_session_that_is_open()
    {
        var (own, _) = await TwoProfilesAsync();
        using var broker = await EnterAsync(Broker);
        using var studio = await EnterAsync(Vend, user: "user1");
        var arn = (await broker.DescribeUserProfileAsync(new() { DomainId = TestWorld.Domain1, UserProfileName = own }, Ct)).UserProfileArn;

        await broker.AddTagsAsync(new() { ResourceArn = arn, Tags = [new() { Key = "access-ended", Value = "2026-11-23T10:00:00Z" }] }, Ct);

        await DeniedAsync(() => PresignAsync(studio, own));
    }

    [Fact]
    public async Task Boundary_holds_when_somebody_attaches_everything_to_the_roles()
    {
        var (own, other) = await TwoProfilesAsync();
        using var iam = Hand();
        foreach (var name in new[] { "StudioGatewayBroker", "StudioGatewayVend" })
        {
            await iam.PutRolePolicyAsync(new() { RoleName = name, PolicyName = "everything", PolicyDocument = Everything }, Ct);
        }

        using var broker = await EnterAsync(Broker);
        using var studio = await EnterAsync(Vend, user: "user1");
        var arn = (await broker.DescribeUserProfileAsync(new() { DomainId = TestWorld.Domain1, UserProfileName = own }, Ct)).UserProfileArn;

        await PresignAsync(studio, own);
        var refused = await DeniedAsync(() => PresignAsync(studio, other));
        Assert.Contains("permissions boundary", refused.Message, StringComparison.Ordinal);
        await DeniedAsync(() => broker.AddTagsAsync(new() { ResourceArn = arn, Tags = [new() { Key = "studiouserid", Value = "user2" }] }, Ct));
        await DeniedAsync(() => PresignAsync(broker, own));
    }

    [Fact]
    public async Task Control_plane_enters_the_accounts_that_are_listed_alone()
    {
        PutHub(("GatewayRoles", "arn:aws:iam::444455556666:role/studio-gateway/*"));

        await DeniedAsync(() => EnterAsync(Broker));

        PutHub(("GatewayRoles", $"arn:aws:iam::444455556666:role/studio-gateway/*, arn:aws:iam::{TestWorld.Account1}:role/studio-gateway/*"));
        await EnterAsync(Broker);
    }

    async Task DeployAsync()
    {
        PutHub();
        var member = CloudFormationTemplate.Read("member-roles", ("ControlPlaneRoleArn", $"arn:aws:iam::{TestWorld.Home}:role/ControlPlane"));
        foreach (var role in new[] { "BrokerRole", "VendRole" })
        {
            _server.Emulator.World.PutRole(TestWorld.Account1, SeedOf(member, role));
        }

        _server.Emulator.World.PutRole(TestWorld.Account1, new("Team1", SeedPolicies.TrustSageMaker(TestWorld.Account1)) { Path = "/studio/" });
        _server.Emulator.World.PutRole(TestWorld.Account1, new("Hand", SeedPolicies.TrustEc2)
        {
            Policies = [Everything],
            MachineKeys = [new("ASIAHANDHANDHANDHAND", "secret-of-the-hand", "token-of-the-hand")],
        });
        var services = _server.App.Services;
        await services.GetRequiredService<AccountCatalog>().PutAsync(
            new()
            {
                Id = AccountId.Parse(TestWorld.Account1),
                Alias = "account-of-Team1",
                Regions = [RegionName.Parse(TestWorld.Region)],
                BrokerRole = member.Output("BrokerRoleArn"),
                VendRole = member.Output("VendRoleArn"),
                ExternalId = member.Output("ExternalId"),
            },
            "test", Ct);
        var domain = new DomainName(AccountId.Parse(TestWorld.Account1), RegionName.Parse(TestWorld.Region), DomainId.Parse(TestWorld.Domain1));
        await services.GetRequiredService<TeamCatalog>().PutAsync(
            new() { Id = TeamId.Parse("Team1"), Placements = [new(domain)], ExecutionRole = "studio/Team1" }, "test", Ct);
    }

    void PutHub(params (string Name, string Value)[] parameters)
    {
        var hub = CloudFormationTemplate.Read("hub-role", [("AWS::AccountId", TestWorld.Home), ("RoleName", "ControlPlane"), .. parameters]);
        _server.Emulator.World.PutRole(TestWorld.Home, new("ControlPlane", hub.Properties("ControlPlaneRole")["AssumeRolePolicyDocument"]!.ToJsonString())
        {
            Policies = [hub.Properties("GatewayPolicy")["PolicyDocument"]!.ToJsonString()],
            MachineKeys = [new(TestWorld.AccessKey, TestWorld.SecretKey, TestWorld.SessionToken)],
        });
    }

    static RoleSeed SeedOf(CloudFormationTemplate template, string resource)
    {
        var role = template.Properties(resource);
        return new((string)role["RoleName"]!, role["AssumeRolePolicyDocument"]!.ToJsonString())
        {
            Path = (string)role["Path"]!,
            Policies = [.. role["Policies"]!.AsArray().Select(p => p!["PolicyDocument"]!.ToJsonString())],
            PermissionsBoundary = template.Properties("GatewayBoundary")["PolicyDocument"]!.ToJsonString(),
        };
    }

    // A role of the account as the control plane enters it: with the external id, a session tag for the user and the source identity.
    async Task<AmazonSageMakerClient> EnterAsync(string role, string? externalId = ExternalId, string? user = null, string? more = null)
    {
        using var sts = new AmazonSecurityTokenServiceClient(
            new SessionAWSCredentials(TestWorld.AccessKey, TestWorld.SecretKey, TestWorld.SessionToken), Config<AmazonSecurityTokenServiceConfig>());
        var session = await sts.AssumeRoleAsync(
            new()
            {
                RoleArn = role,
                RoleSessionName = user ?? "studio-control-plane",
                ExternalId = externalId,
                SourceIdentity = user,
                Tags = user is null ? null : [.. new[] { ("studiouserid", user), ("team", "Team1") }.Select(t => Tag(t.Item1, t.Item2)).Concat(more is null ? [] : [Tag(more, "x")])],
            },
            Ct);
        return new(session.Credentials, Config<AmazonSageMakerConfig>());
    }

    static Amazon.SecurityToken.Model.Tag Tag(string key, string value) => new() { Key = key, Value = value };

    AmazonIdentityManagementServiceClient Hand()
        => new(new SessionAWSCredentials("ASIAHANDHANDHANDHAND", "secret-of-the-hand", "token-of-the-hand"), Config<AmazonIdentityManagementServiceConfig>("us-east-1"));

    T Config<T>(string region = TestWorld.Region) where T : ClientConfig, new()
        => new() { ServiceURL = _server.Emulator.Endpoint.AbsoluteUri, AuthenticationRegion = region, MaxErrorRetry = 0 };

    // What is there after two people have signed in to teams of the domain, made by the broker.
    async Task<(string Own, string Other)> TwoProfilesAsync()
    {
        using var broker = await EnterAsync(Broker);
        foreach (var user in new[] { "user1", "user2" })
        {
            await broker.CreateUserProfileAsync(
                new()
                {
                    DomainId = TestWorld.Domain1,
                    UserProfileName = $"{user}--team1",
                    UserSettings = new() { ExecutionRole = $"arn:aws:iam::{TestWorld.Account1}:role/studio/Team1" },
                    Tags = [new() { Key = "studiouserid", Value = user }, new() { Key = "team", Value = "Team1" }],
                },
                Ct);
        }

        while ((await broker.ListUserProfilesAsync(new() { DomainIdEquals = TestWorld.Domain1 }, Ct)).UserProfiles!.Any(p => p.Status != UserProfileStatus.InService))
        {
            await Task.Delay(20, Ct);
        }

        return ("user1--team1", "user2--team1");
    }

    static Task<Amazon.SageMaker.Model.CreatePresignedDomainUrlResponse> PresignAsync(AmazonSageMakerClient client, string profile)
        => client.CreatePresignedDomainUrlAsync(new() { DomainId = TestWorld.Domain1, UserProfileName = profile, ExpiresInSeconds = 30 }, Ct);

    static async Task<AmazonServiceException> DeniedAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonServiceException>(call);
        Assert.StartsWith("AccessDenied", refused.ErrorCode, StringComparison.Ordinal);
        return refused;
    }
}
