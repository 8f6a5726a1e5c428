using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using ControlPlane.Sandbox.Emulator;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

public sealed class AssumeRoleTests
{
    const string Inner = "arn:aws:iam::111122223333:role/Inner";

    // Not constants: the SDK's analyzer would refuse them before the emulator can.
    static readonly int TooShort = 899;
    static readonly string SpacedName = "A 1";
    static readonly string ShortName = "A";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Refused => new()
    {
        { "no external id", "AccessDenied" },
        { "wrong external id", "AccessDenied" },
        { "role that is not there", "AccessDenied" },
        { "tag outside the trusted keys", "AccessDenied" },
        { "longer than the chain allows", "ValidationError" },
        { "shorter than 900 seconds", "ValidationError" },
        { "session name with a space", "ValidationError" },
        { "source identity of one character", "ValidationError" },
        { "policy of 2,049 characters", "ValidationError" },
        { "policy that is no policy", "MalformedPolicyDocument" },
        { "duplicate tag keys", "InvalidParameterValue" },
        { "transitive key without its tag", "InvalidParameterValue" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task Request_with_one_fault_is_refused(string fault, string expected)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var request = EmulatorFixture.VendRequest("A1", "user-1");
        Break(request, fault);

        var error = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => emulator.Sts().AssumeRoleAsync(request, Ct));

        Assert.Equal(expected, error.ErrorCode);
    }

    [Fact]
    public async Task Session_shows_its_role_session_name_and_source_identity()
    {
        await using var emulator = await EmulatorFixture.StartAsync();

        var answer = await emulator.Sts().AssumeRoleAsync(EmulatorFixture.VendRequest("A1", "user-1"), Ct);

        Assert.Equal("arn:aws:sts::111122223333:assumed-role/StudioVend/A1", answer.AssumedRoleUser.Arn);
        Assert.Equal("A1", answer.SourceIdentity);
        Assert.InRange(answer.SessionTokenUtilization!.Value, 1, 100);
        var call = Assert.Single(emulator.World.Calls.All, c => c.Operation == "AssumeRole");
        Assert.Equal((Seeds.Hub, Seeds.Vend, "ok"), (call.Account, call.Target, call.Outcome));
    }

    [Fact]
    public async Task Tags_without_the_permission_to_tag_are_refused()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.World.PutRole(Seeds.Account, new("Inner", Trust("sts:AssumeRole")));
        var request = new AssumeRoleRequest { RoleArn = Inner, RoleSessionName = "A1", Tags = [new() { Key = "team", Value = "Team1" }] };

        var error = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => emulator.Sts(Target()).AssumeRoleAsync(request, Ct));

        Assert.Equal("User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sts:TagSession on resource: " + Inner, error.Message);
    }

    [Fact]
    public async Task Source_identity_without_the_permission_to_set_it_is_refused()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.World.PutRole(Seeds.Account, new("Inner", Trust("sts:AssumeRole")));
        var request = new AssumeRoleRequest { RoleArn = Inner, RoleSessionName = "A1", SourceIdentity = "A1" };

        var error = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => emulator.Sts(Target()).AssumeRoleAsync(request, Ct));

        Assert.Contains("sts:SetSourceIdentity", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("studiouserid", "A2", "A1", "InvalidParameterValue")]
    [InlineData("team", "Team2", "A2", "AccessDenied")]
    public async Task Chain_keeps_transitive_tags_and_source_identity(string tag, string value, string identity, string expected)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.World.PutRole(Seeds.Account, new("Inner", Trust("sts:*")));
        emulator.World.PutRole(Seeds.Account, new("StudioVend", SeedPolicies.TrustControlPlane(
            "arn:aws:iam::444455556666:role/StudioControlPlane", Seeds.ExternalId))
        {
            Path = "/studio-gateway/",
            Policies = [SeedPolicies.AllowAll],
        });
        var first = EmulatorFixture.VendRequest("A1", "user-1");
        first.Policy = null;
        var session = (await emulator.Sts().AssumeRoleAsync(first, Ct)).Credentials;
        var second = new AssumeRoleRequest
        {
            RoleArn = Inner,
            RoleSessionName = "next",
            SourceIdentity = identity,
            Tags = [new() { Key = tag, Value = value }],
        };

        var error = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => emulator.Sts(session).AssumeRoleAsync(second, Ct));

        Assert.Equal(expected, error.ErrorCode);
    }

    [Fact]
    public async Task Long_term_user_may_have_as_long_a_session_as_the_role_allows()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.World.PutRole(Seeds.Account, new("Inner", Trust("sts:AssumeRole")) { MaxSessionDuration = TimeSpan.FromHours(2) });
        var request = new AssumeRoleRequest { RoleArn = Inner, RoleSessionName = "A1", DurationSeconds = 7200 };

        var allowed = await emulator.Sts(Target()).AssumeRoleAsync(request, Ct);
        request.DurationSeconds = 7201;
        var refused = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => emulator.Sts(Target()).AssumeRoleAsync(request, Ct));

        Assert.NotNull(allowed.Credentials.SessionToken);
        Assert.Equal("ValidationError", refused.ErrorCode);
    }

    static BasicAWSCredentials Target() => new(Seeds.TargetKey.Id, Seeds.TargetKey.Secret);

    static string Trust(string action)
        => $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{Seeds.Account}}"},"Action":"{{action}}"}]}""";

    static void Break(AssumeRoleRequest request, string fault)
    {
        switch (fault)
        {
            case "no external id": request.ExternalId = null; break;
            case "wrong external id": request.ExternalId = "studio-222233334444"; break;
            case "role that is not there": request.RoleArn = "arn:aws:iam::111122223333:role/studio-gateway/Nobody"; break;
            case "tag outside the trusted keys": request.Tags.Add(new() { Key = "admin", Value = "yes" }); break;
            case "longer than the chain allows": request.DurationSeconds = 3601; break;
            case "shorter than 900 seconds": request.DurationSeconds = TooShort; break;
            case "session name with a space": request.RoleSessionName = SpacedName; break;
            case "source identity of one character": request.SourceIdentity = ShortName; break;
            case "policy of 2,049 characters": request.Policy = SeedPolicies.AllowAll.PadRight(2049); break;
            case "policy that is no policy": request.Policy = "{}"; break;
            case "duplicate tag keys": request.Tags.Add(new() { Key = "Team", Value = "Team2" }); break;
            case "transitive key without its tag": request.TransitiveTagKeys.Add("admin"); break;
            default: throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault.");
        }
    }
}
