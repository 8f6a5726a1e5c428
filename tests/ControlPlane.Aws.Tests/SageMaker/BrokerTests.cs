using ControlPlane.Aws.Tests.Wire;
using ControlPlane.Domains;
using ControlPlane.Errors;
using ControlPlane.Profiles;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ControlPlane.Aws.Tests.SageMaker;

public sealed class BrokerTests
{
    const string Found =
        """{"UserProfileArn":"arn:aws:sagemaker:eu-central-1:111122223333:user-profile/d-abc123def456/alice-team1","UserProfileName":"Alice-Team1","Status":"InService","UserSettings":{"ExecutionRole":"arn:role"}}""";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broker_session_is_opened_once_for_an_account_and_region_with_the_external_id()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct)));

        var call = aws.Of("AssumeRole").Single();
        Assert.Equal(A.Account().BrokerRole, call.Form("RoleArn"));
        Assert.Equal("studio-111122223333", call.Form("ExternalId"));
        Assert.Equal("studio-control-plane-broker", call.Form("RoleSessionName"));
        Assert.Equal("3600", call.Form("DurationSeconds"));
        Assert.Null(call.Form("Policy"));
        Assert.All(aws.Of("DescribeDomain"), c => Assert.Equal("session-token-1", c.Headers["x-amz-security-token"]));
    }

    [Fact]
    public async Task Another_region_gets_a_session_from_its_own_sts()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);

        await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct);
        await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName() with { Region = RegionName.Parse("us-east-1") }, Ct);

        Assert.Equal(["eu-central-1", "us-east-1"], aws.Of("AssumeRole").Select(c => c.Scope.Region));
        Assert.Equal(["eu-central-1", "us-east-1"], aws.Of("DescribeDomain").Select(c => c.Scope.Region));
    }

    [Fact]
    public async Task One_regions_sts_can_serve_them_all()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws, null, ("Aws:StsRegion", "eu-west-1"));

        await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct);

        Assert.Equal("eu-west-1", aws.Of("AssumeRole").Single().Scope.Region);
        Assert.Equal("eu-central-1", aws.Of("DescribeDomain").Single().Scope.Region);
    }

    [Fact]
    public async Task A_broker_session_is_renewed_while_it_still_serves()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-02T03:04:05Z", null));
        await using var aws = await LoopbackAws.StartAsync(time);
        using var adapter = Adapter.For(aws, time);
        await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct);
        using var renewed = new SemaphoreSlim(0);
        aws.On("AssumeRole", async call =>
        {
            await renewed.WaitAsync(Ct);
            return Answer.Ok(aws.Session(call, "AssumeRole", time));
        });

        time.Advance(TimeSpan.FromMinutes(56));
        await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct);
        Assert.Equal("ASIASESSION1", aws.Of("DescribeDomain")[^1].AccessKey);
        renewed.Release();
        for (var i = 0; i < 500 && aws.Of("DescribeDomain")[^1].AccessKey == "ASIASESSION1"; i++)
        {
            await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct);
        }

        Assert.Equal("ASIASESSION2", aws.Of("DescribeDomain")[^1].AccessKey);
        Assert.Equal(2, aws.Of("AssumeRole").Count);
    }

    [Fact]
    public async Task A_domain_is_told_with_its_mode_and_source_identity()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("DescribeDomain", _ => Answer.Ok("""{"AuthMode":"SSO","Status":"InService","DomainSettings":{"ExecutionRoleIdentityConfig":"USER_PROFILE_NAME"}}"""));
        using var adapter = Adapter.For(aws);

        var domain = await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct);

        Assert.Equal(new ObservedDomain(A.DomainName(), AuthMode.Sso, "InService", true), domain);
    }

    [Fact]
    public async Task A_profile_is_described_by_its_exact_name_with_all_its_tags()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("DescribeUserProfile", _ => Answer.Ok(Found));
        aws.OnEach(
            "ListTags",
            Answer.Ok("""{"Tags":[{"Key":"studiouserid","Value":"o=27neil"}],"NextToken":"n"}"""),
            Answer.Ok("""{"Tags":[{"Key":"team","Value":"Team1"}]}"""));
        using var adapter = Adapter.For(aws);

        var profile = await adapter.Broker.FindProfileAsync(A.Account(), A.Profile(), Ct);

        Assert.Equal("Alice-Team1", profile!.Name.Profile);
        Assert.Equal(ProfileStatus.InService, profile.Status);
        Assert.Equal("arn:role", profile.ExecutionRole);
        Assert.Equal("o'neil", profile.Tags["studiouserid"]);
        Assert.Equal("Team1", profile.Tags["team"]);
        Assert.Equal("""{"DomainId":"d-abc123def456","UserProfileName":"alice-team1"}""", aws.Of("DescribeUserProfile").Single().Text);
    }

    [Fact]
    public async Task What_aws_does_not_know_is_null()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("DescribeUserProfile", _ => Answer.JsonError("ResourceNotFound"));
        aws.On("DescribeDomain", _ => Answer.JsonError("ResourceNotFound"));
        using var adapter = Adapter.For(aws);

        Assert.Null(await adapter.Broker.FindProfileAsync(A.Account(), A.Profile(), Ct));
        Assert.Null(await adapter.Broker.FindDomainAsync(A.Account(), A.DomainName(), Ct));
    }

    [Fact]
    public async Task A_profile_is_made_with_role_settings_and_tags()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);
        var tags = new Dictionary<string, string> { ["studiouserid"] = "o'neil", ["team"] = "Team1" };

        Assert.True(await adapter.Broker.TryCreateProfileAsync(A.Account(), A.Desired() with { Tags = tags }, Ct));

        Assert.Equal(
            """{"DomainId":"d-abc123def456","UserProfileName":"alice-team1","Tags":[{"Key":"studiouserid","Value":"o=27neil"},{"Key":"team","Value":"Team1"}],"UserSettings":{"ExecutionRole":"arn:aws:iam::111122223333:role/studio/Team1","SecurityGroups":["sg-1"],"JupyterLabAppSettings":{"DefaultResourceSpec":{"InstanceType":"ml.t3.medium"}}}}""",
            aws.Of("CreateUserProfile").Single().Text);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_false()
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("CreateUserProfile", _ => Answer.JsonError("ResourceInUse"));
        using var adapter = Adapter.For(aws);

        Assert.False(await adapter.Broker.TryCreateProfileAsync(A.Account(), A.Desired(), Ct));
    }

    [Theory]
    [InlineData("ResourceLimitExceeded", "PROFILE_LIMIT_REACHED", RefusalKind.Exhausted)]
    [InlineData("ValidationException", "PROFILE_SETTINGS_INVALID", RefusalKind.Precondition)]
    [InlineData("AccessDeniedException", "AWS_DENIED", RefusalKind.Precondition)]
    public async Task Refusals_of_creation_say_why_and_are_not_repeated(string code, string reason, RefusalKind kind)
    {
        await using var aws = await LoopbackAws.StartAsync();
        aws.On("CreateUserProfile", _ => Answer.JsonError(code, "the reason"));
        using var adapter = Adapter.For(aws);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.Broker.TryCreateProfileAsync(A.Account(), A.Desired(), Ct));

        Assert.Equal((reason, kind), (refusal.Reason, refusal.Kind));
        Assert.Single(aws.Of("CreateUserProfile"));
    }

    [Fact]
    public async Task Settings_that_sagemaker_does_not_know_are_all_named_and_nothing_is_made()
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);
        var wrong = A.Desired() with
        {
            UserSettingsJson = """{"SecurityGroup":["sg-1"],"JupyterLabAppSettings":{"Default":{}},"CustomFileSystemConfigs":[{"EFS":{}}],"ExecutionRole":"arn:x","SecurityGroups":["sg-2"]}""",
        };

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => adapter.Broker.TryCreateProfileAsync(A.Account(), wrong, Ct));

        Assert.Equal("PROFILE_SETTINGS_INVALID", refusal.Reason);
        Assert.Equal(
            ["spec.userSettings.SecurityGroup", "spec.userSettings.JupyterLabAppSettings.Default", "spec.userSettings.CustomFileSystemConfigs[0].EFS", "spec.userSettings.ExecutionRole"],
            refusal.Violations.Select(v => v.Field));
        Assert.Empty(aws.Of("CreateUserProfile"));
    }

    [Theory]
    [InlineData("not json", "spec.userSettings")]
    [InlineData("[]", "spec.userSettings")]
    [InlineData("null", "spec.userSettings")]
    [InlineData("""{"SecurityGroups":"sg-1"}""", "spec.userSettings.SecurityGroups")]
    [InlineData("""{"AutoMountHomeEFS":7}""", "spec.userSettings.AutoMountHomeEFS")]
    [InlineData("""{"CustomPosixUserConfig":{"Uid":"me"}}""", "spec.userSettings.CustomPosixUserConfig.Uid")]
    public async Task Settings_of_the_wrong_shape_are_named(string json, string field)
    {
        await using var aws = await LoopbackAws.StartAsync();
        using var adapter = Adapter.For(aws);

        var refusal = await Assert.ThrowsAsync<RefusedException>(
            () => adapter.Broker.TryCreateProfileAsync(A.Account(), A.Desired() with { UserSettingsJson = json }, Ct));

        Assert.Equal([field], refusal.Violations.Select(v => v.Field));
    }
}
