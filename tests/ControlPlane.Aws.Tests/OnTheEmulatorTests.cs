using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SageMaker.Model;
using ControlPlane.Accounts;
using ControlPlane.Aws.SageMaker;
using ControlPlane.Aws.Sts;
using ControlPlane.Aws.Tests.Emulator;
using ControlPlane.Aws.Tests.Wire;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Errors;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Profiles;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Sandbox.Emulator.Faults;
using Xunit;

namespace ControlPlane.Aws.Tests;

/// <summary>The ports against the emulator, which checks signatures, trust, session policies and tags as AWS does.</summary>
public sealed class OnTheEmulatorTests
{
    static readonly Account s_account = A.Account() with
    {
        Id = AccountId.Parse(Seeds.Account),
        BrokerRole = Seeds.Broker,
        VendRole = Seeds.Vend,
        ExternalId = Seeds.ExternalId,
    };

    static readonly DomainName s_domain = new(s_account.Id, RegionName.Parse(Seeds.Region), DomainId.Parse(Seeds.Domain));

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_profile_is_made_and_opened_and_a_warm_launch_makes_one_call()
    {
        await using var emulator = await StartAsync();
        using var adapter = Connect(emulator);

        Assert.Equal(new ObservedDomain(s_domain, AuthMode.Iam, "InService", true) { NetworkAccess = "VpcOnly" }, await adapter.Broker.FindDomainAsync(s_account, s_domain, Ct));
        Assert.Null(await adapter.Broker.FindProfileAsync(s_account, Profile("alice-team1"), Ct));
        Assert.True(await adapter.Broker.TryCreateProfileAsync(s_account, Desired("alice-team1", "alice"), Ct));
        Assert.False(await adapter.Broker.TryCreateProfileAsync(s_account, Desired("alice-team1", "alice"), Ct));
        var profile = await adapter.Broker.FindProfileAsync(s_account, Profile("alice-team1"), Ct);
        Assert.Equal((ProfileStatus.InService, "alice", Seeds.TeamRole), (profile!.Status, profile.Tags["studiouserid"], profile.ExecutionRole));
        emulator.World.Calls.Clear();
        var cold = await adapter.Vendor.VendAsync(A.Order(Route("alice-team1", "alice")), Ct);
        Assert.Equal(["AssumeRole", "CreatePresignedDomainUrl"], emulator.World.Calls.All.Select(c => c.Operation));
        emulator.World.Calls.Clear();
        await adapter.Vendor.VendAsync(A.Order(Route("alice-team1", "alice")), Ct);

        Assert.Equal(["CreatePresignedDomainUrl"], emulator.World.Calls.All.Select(c => c.Operation));
        Assert.Equal("alice", emulator.World.Calls.All[0].SourceIdentity);
        using var browser = new HttpClient();
        using var page = await browser.GetAsync(cold.Reveal(), Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("alice-team1", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_id_that_needs_escaping_is_the_same_in_session_and_profile()
    {
        await using var emulator = await StartAsync();
        using var adapter = Connect(emulator);
        const string Odd = "auth0|o'neil=1";

        await adapter.Broker.TryCreateProfileAsync(s_account, Desired("oneil-team1", Odd), Ct);

        Assert.Equal(Odd, (await adapter.Broker.FindProfileAsync(s_account, Profile("oneil-team1"), Ct))!.Tags["studiouserid"]);
        Assert.NotNull(await adapter.Vendor.VendAsync(A.Order(Route("oneil-team1", Odd)), Ct));
    }

    [Fact]
    public async Task A_vend_session_in_the_wrong_hands_opens_nothing_else()
    {
        await using var emulator = await StartAsync();
        using var adapter = Connect(emulator);
        await adapter.Broker.TryCreateProfileAsync(s_account, Desired("alice-team1", "alice"), Ct);
        await adapter.Broker.TryCreateProfileAsync(s_account, Desired("bob-team1", "bob"), Ct);
        var session = await adapter.Get<VendSessions>().GetAsync(Route("alice-team1", "alice"), Ct);
        using var client = adapter.Get<SageMakerClients>().For(session, s_domain.Region);

        var presign = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => client.CreatePresignedDomainUrlAsync(
            new CreatePresignedDomainUrlRequest { DomainId = Seeds.Domain, UserProfileName = "bob-team1" }, Ct));
        var describe = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => client.DescribeUserProfileAsync(
            new DescribeUserProfileRequest { DomainId = Seeds.Domain, UserProfileName = "alice-team1" }, Ct));

        Assert.Equal(("AccessDeniedException", "AccessDeniedException"), (presign.ErrorCode, describe.ErrorCode));
    }

    [Fact]
    public async Task A_vend_session_from_before_opens_nothing_once_the_profile_is_marked_and_again_when_it_is_not()
    {
        await using var emulator = await StartAsync();
        using var adapter = Connect(emulator);
        await adapter.Broker.TryCreateProfileAsync(s_account, Desired("alice-team1", "alice"), Ct);
        var arn = (await adapter.Broker.FindProfileAsync(s_account, Profile("alice-team1"), Ct))!.Arn!;
        using var client = adapter.Get<SageMakerClients>().For(await adapter.Get<VendSessions>().GetAsync(Route("alice-team1", "alice"), Ct), s_domain.Region);
        Task PresignAsync() => client.CreatePresignedDomainUrlAsync(new() { DomainId = Seeds.Domain, UserProfileName = "alice-team1" }, Ct);
        await PresignAsync();

        await adapter.Get<IStudioUpkeep>().AddTagsAsync(
            s_account, Profile("alice-team1"), arn, new Dictionary<string, string> { [ProfileTags.Ended] = "2026-11-23T10:00:00Z" }, Ct);
        var denied = await Assert.ThrowsAnyAsync<AmazonServiceException>(PresignAsync);
        await adapter.Get<IStudioUpkeep>().RemoveTagsAsync(s_account, Profile("alice-team1"), arn, [ProfileTags.Ended], Ct);
        await PresignAsync();

        Assert.Equal("AccessDeniedException", denied.ErrorCode);
        Assert.Contains("with an explicit deny in", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mark_and_the_session_policy_are_those_of_the_catalogue()
    {
        var parameters = GuardrailParameters.Default.With(
            ("account", [Seeds.Account]), ("region", [Seeds.Region]), ("domain", [Seeds.Domain]), ("profile", ["alice-team1"]));
        var shipped = GuardrailCatalogue.Get("vend-session").Render(parameters);
        // The catalogue lists what is one spelling here.
        shipped["Statement"]![0]!["Resource"] = shipped["Statement"]![0]!["Resource"]![0]!.DeepClone();

        Assert.Equal([ProfileTags.User, ProfileTags.Team, ProfileTags.Ended], [parameters.One("user-tag"), parameters.One("team-tag"), parameters.One("ended-tag")]);
        Assert.True(JsonNode.DeepEquals(shipped, JsonNode.Parse(PresignPolicy.For("aws", Profile("alice-team1")))));
    }

    [Fact]
    public async Task A_route_to_a_profile_of_somebody_else_is_refused_by_aws()
    {
        await using var emulator = await StartAsync();
        using var adapter = Connect(emulator, ("Aws:NewProfilePatience", "00:00:00"));
        await adapter.Broker.TryCreateProfileAsync(s_account, Desired("bob-team1", "bob"), Ct);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.Vendor.VendAsync(A.Order(Route("bob-team1", "alice")), Ct));

        Assert.Equal("PRESIGN_DENIED", refusal.Reason);
    }

    [Fact]
    public async Task A_wrong_external_id_is_refused_with_the_role()
    {
        await using var emulator = await StartAsync();
        using var adapter = Connect(emulator);

        var refusal = await Assert.ThrowsAsync<RefusedException>(
            () => adapter.Broker.FindDomainAsync(s_account with { ExternalId = "another" }, s_domain, Ct));

        Assert.Equal("ASSUME_ROLE_DENIED", refusal.Reason);
        Assert.Equal(Seeds.Broker, refusal.Metadata["role"]);
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.DropBefore)]
    [InlineData(FaultKind.DropAfter)]
    public async Task A_profile_is_made_once_whatever_goes_wrong_on_the_way(FaultKind kind)
    {
        await using var emulator = await StartAsync();
        using var adapter = Connect(emulator);
        emulator.World.Faults.Add(new Fault(kind) { Service = "sagemaker", Operation = "CreateUserProfile", Count = 1 });

        var made = await adapter.Broker.TryCreateProfileAsync(s_account, Desired("alice-team1", "alice"), Ct);

        // When the answer was lost, the second try finds the profile there: which is all that was asked.
        Assert.Equal(kind != FaultKind.DropAfter, made);
        Assert.Equal("alice", (await adapter.Broker.FindProfileAsync(s_account, Profile("alice-team1"), Ct))!.Tags["studiouserid"]);
        Assert.Equal(2, emulator.World.Calls.Count("CreateUserProfile"));
    }

    static Task<EmulatorHost> StartAsync() => EmulatorHost.StartAsync(new EmulatorOptions { Seed = Seeds.World }, Ct);

    static Adapter Connect(EmulatorHost emulator, params (string Key, string Value)[] settings) => Adapter.For(
        emulator.Endpoint.ToString(),
        new SessionAWSCredentials(Seeds.MachineKey.Id, Seeds.MachineKey.Secret, Seeds.MachineKey.SessionToken), null, null, settings);

    static ProfileName Profile(string name) => new(s_domain, name);

    static DesiredProfile Desired(string name, string user) => A.Desired() with
    {
        Name = Profile(name),
        ExecutionRole = Seeds.TeamRole,
        Tags = new Dictionary<string, string> { ["studiouserid"] = user, ["team"] = "Team1" },
    };

    static Route Route(string profile, string user) => A.Route(user) with
    {
        Account = s_account,
        Profile = Profile(profile),
        ExecutionRole = Seeds.TeamRole,
    };
}
