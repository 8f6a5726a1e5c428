using System.Text.Json.Nodes;
using ControlPlane.Sandbox.Emulator;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

public sealed class ProfileTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Name_outside_the_pattern_gets_the_text_of_AWS()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var broker = await emulator.BrokerAsync();

        var error = await Assert.ThrowsAsync<WireException>(() => broker.JsonAsync("DescribeUserProfile", LaunchTests.Named("a_b"), Ct));

        Assert.Equal(
            "1 validation error detected: Value 'a_b' at 'userProfileName' failed to satisfy constraint: Member must satisfy regular expression "
            + "pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", error.Text);
    }

    [Fact]
    public async Task Name_that_differs_in_case_alone_is_taken()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var broker = await emulator.BrokerAsync();
        await broker.JsonAsync("CreateUserProfile", LaunchTests.Profile("Alice", "A1"), Ct);

        var error = await Assert.ThrowsAsync<WireException>(
            () => broker.JsonAsync("CreateUserProfile", LaunchTests.Profile("aLICE", "A2"), Ct));

        Assert.Equal("ResourceInUse", error.Code);
        Assert.Equal("A1", Assert.Single(emulator.World.Profiles).Tags["studiouserid"]);
    }

    [Fact]
    public async Task Quota_counts_the_profiles_of_the_account_and_region()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.World.SetProfileQuota(Seeds.Account, 1);
        var broker = await emulator.BrokerAsync();
        await broker.JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "A1"), Ct);

        var error = await Assert.ThrowsAsync<WireException>(
            () => broker.JsonAsync("CreateUserProfile", LaunchTests.Profile("user-2", "A2"), Ct));

        Assert.Equal("ResourceLimitExceeded", error.Code);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Admin", "AccessDeniedException", "iam:PassRole")]
    [InlineData("arn:aws:iam::111122223333:role/studio/Nobody", "ValidationException", "sagemaker.amazonaws.com")]
    [InlineData("arn:aws:iam::111122223333:role/studio/Distrusting", "ValidationException", "sagemaker.amazonaws.com")]
    public async Task Execution_role_must_exist_trust_SageMaker_and_be_passable(string role, string code, string text)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.World.PutRole(Seeds.Account, new("Distrusting", SeedPolicies.TrustEc2) { Path = "/studio/" });
        var broker = await emulator.BrokerAsync();
        var profile = LaunchTests.Profile("user-1", "A1");
        profile["UserSettings"] = new JsonObject { ["ExecutionRole"] = role };

        var error = await Assert.ThrowsAsync<WireException>(() => broker.JsonAsync("CreateUserProfile", profile, Ct));

        Assert.Equal(code, error.Code);
        Assert.Contains(text, error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_without_an_owner_tag_is_refused_by_the_broker_policy()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var broker = await emulator.BrokerAsync();
        var profile = LaunchTests.Profile("user-1", "A1");
        profile.Remove("Tags");

        var error = await Assert.ThrowsAsync<WireException>(() => broker.JsonAsync("CreateUserProfile", profile, Ct));

        Assert.Equal("AccessDeniedException", error.Code);
        Assert.EndsWith("because no identity-based policy allows the sagemaker:CreateUserProfile action", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_policy_narrows_to_one_profile_even_of_the_same_owner()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var broker = await emulator.BrokerAsync();
        await broker.JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "A1"), Ct);
        await broker.JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1b", "A1"), Ct);
        var vend = await emulator.VendAsync("A1", "user-1");

        var error = await Assert.ThrowsAsync<WireException>(
            () => vend.JsonAsync("CreatePresignedDomainUrl", LaunchTests.Named("user-1b"), Ct));

        Assert.EndsWith(
            "because no session policy allows the sagemaker:CreatePresignedDomainUrl action", error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ExpiresInSeconds", 4)]
    [InlineData("ExpiresInSeconds", 301)]
    [InlineData("SessionExpirationDurationInSeconds", 1799)]
    [InlineData("SessionExpirationDurationInSeconds", 43201)]
    public async Task Presigned_url_has_bounds(string member, int value)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var vend = await emulator.VendAsync("A1", "user-1");
        var request = LaunchTests.Named("user-1");
        request[member] = value;

        var error = await Assert.ThrowsAsync<WireException>(() => vend.JsonAsync("CreatePresignedDomainUrl", request, Ct));

        Assert.Contains("Member must have value", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domain_of_the_mode_SSO_gives_no_presigned_url()
    {
        await using var emulator = await EmulatorFixture.StartAsync(o => o with { Seed = WithDomain("SSO") });
        var admin = emulator.TargetAdmin();

        var error = await Assert.ThrowsAsync<WireException>(
            () => admin.JsonAsync("CreatePresignedDomainUrl", LaunchTests.Named("seeded"), Ct));

        Assert.Equal("ValidationException", error.Code);
        Assert.Contains("AuthMode IAM", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spaces_and_apps_keep_their_profile_from_deletion()
    {
        await using var emulator = await EmulatorFixture.StartAsync(o => o with { Seed = WithDomain("IAM") });
        var admin = emulator.TargetAdmin();
        var app = new JsonObject { ["DomainId"] = Seeds.Domain, ["UserProfileName"] = "seeded", ["AppType"] = "JupyterLab", ["AppName"] = "default" };
        var space = new JsonObject
        {
            ["DomainId"] = Seeds.Domain,
            ["SpaceName"] = "lab",
            ["OwnershipSettings"] = new JsonObject { ["OwnerUserProfileName"] = "seeded" },
        };
        await admin.JsonAsync("CreateApp", app, Ct);
        await admin.JsonAsync("CreateSpace", space, Ct);

        var byApp = await Assert.ThrowsAsync<WireException>(() => admin.JsonAsync("DeleteUserProfile", LaunchTests.Named("seeded"), Ct));
        await admin.JsonAsync("DeleteApp", app, Ct);
        var bySpace = await Assert.ThrowsAsync<WireException>(() => admin.JsonAsync("DeleteUserProfile", LaunchTests.Named("seeded"), Ct));
        await admin.JsonAsync("DeleteSpace", new() { ["DomainId"] = Seeds.Domain, ["SpaceName"] = "lab" }, Ct);
        var byProfile = await Assert.ThrowsAsync<WireException>(() => admin.JsonAsync("DeleteDomain", new() { ["DomainId"] = Seeds.Domain }, Ct));
        await admin.JsonAsync("DeleteUserProfile", LaunchTests.Named("seeded"), Ct);
        await admin.JsonAsync("DeleteDomain", new() { ["DomainId"] = Seeds.Domain }, Ct);

        Assert.Equal(
            "Unable to delete UserProfile [arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-abc123def456/seeded] because App(s) are "
            + "associated with it.", byApp.Text);
        Assert.Equal(("ResourceInUse", "ResourceInUse"), (bySpace.Code, byProfile.Code));
        Assert.Equal("Deleted", (await admin.JsonAsync("DescribeApp", app, Ct))["Status"]!.ToString());
        Assert.Empty((await admin.JsonAsync("ListDomains", [], Ct))["Domains"]!.AsArray());
    }

    [Fact]
    public async Task Update_merges_settings_and_tags_keep_their_case()
    {
        await using var emulator = await EmulatorFixture.StartAsync(o => o with { Seed = WithDomain("IAM") });
        var admin = emulator.TargetAdmin();
        var arn = "arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-abc123def456/seeded";
        var update = LaunchTests.Named("seeded");
        update["UserSettings"] = new JsonObject { ["DefaultLandingUri"] = "studio::" };

        await admin.JsonAsync("UpdateUserProfile", update, Ct);
        await admin.JsonAsync(
            "AddTags", new() { ["ResourceArn"] = arn, ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "CostCenter", ["Value"] = "Ab" }) }, Ct);
        await admin.JsonAsync("DeleteTags", new() { ["ResourceArn"] = arn, ["TagKeys"] = new JsonArray("team") }, Ct);

        var settings = (await admin.JsonAsync("DescribeUserProfile", LaunchTests.Named("seeded"), Ct))["UserSettings"]!;
        Assert.Equal((Seeds.TeamRole, "studio::"), (settings["ExecutionRole"]!.ToString(), settings["DefaultLandingUri"]!.ToString()));
        Assert.Equal(
            new Dictionary<string, string> { ["studiouserid"] = "A9", ["CostCenter"] = "Ab" },
            Assert.Single(emulator.World.Profiles).Tags);
    }

    [Fact]
    public async Task Domain_can_be_made_described_changed_and_opened()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var admin = emulator.TargetAdmin("eu-central-1");

        var id = (await admin.JsonAsync("CreateDomain", new()
        {
            ["DomainName"] = "second",
            ["AuthMode"] = "IAM",
            ["DefaultUserSettings"] = new JsonObject { ["ExecutionRole"] = Seeds.TeamRole },
            ["SubnetIds"] = new JsonArray("subnet-1"),
            ["VpcId"] = "vpc-1",
        }, Ct))["DomainId"]!.ToString();
        await admin.JsonAsync("UpdateDomain", new()
        {
            ["DomainId"] = id,
            ["DomainSettingsForUpdate"] = new JsonObject { ["ExecutionRoleIdentityConfig"] = "USER_PROFILE_NAME" },
        }, Ct);
        var domain = await admin.JsonAsync("DescribeDomain", new() { ["DomainId"] = id }, Ct);

        Assert.Equal("USER_PROFILE_NAME", domain["DomainSettings"]!["ExecutionRoleIdentityConfig"]!.ToString());
        Assert.Equal(("InService", "IAM", "second"), (domain["Status"]!.ToString(), domain["AuthMode"]!.ToString(), domain["DomainName"]!.ToString()));
        await Assert.ThrowsAsync<WireException>(() => emulator.TargetAdmin().JsonAsync("DescribeDomain", new() { ["DomainId"] = id }, Ct));
    }

    static WorldSeed WithDomain(string authMode) => Seeds.World with
    {
        Accounts = [.. Seeds.World.Accounts.Select(a => a.Id != Seeds.Account ? a : a with
        {
            Domains = [new(Seeds.Domain, Seeds.Region)
            {
                DefaultExecutionRole = Seeds.TeamRole,
                AuthMode = authMode,
                Profiles = [new("seeded")
                {
                    ExecutionRole = Seeds.TeamRole,
                    Tags = new Dictionary<string, string> { ["studiouserid"] = "A9", ["team"] = "Team1" },
                }],
            }],
        })],
    };
}
