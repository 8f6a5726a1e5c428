using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Sandbox.Emulator;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

/// <summary>The policy evaluator on the wire: each kind of policy refuses in AWS's words.</summary>
public sealed class PolicyKindTests
{
    const string Silent = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""";
    const string Deny = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"sagemaker:List*","Resource":"*"}]}""";
    const string Refused = "User: arn:aws:sts::111122223333:assumed-role/Team/xx is not authorized to perform: sagemaker:ListDomains on resource: * ";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("identity", Silent, "because no identity-based policy allows the sagemaker:ListDomains action")]
    [InlineData("identity", Deny, "with an explicit deny in an identity-based policy")]
    [InlineData("boundary", Silent, "because no permissions boundary allows the sagemaker:ListDomains action")]
    [InlineData("boundary", Deny, "with an explicit deny in a permissions boundary")]
    [InlineData("session", Silent, "because no session policy allows the sagemaker:ListDomains action")]
    [InlineData("session", Deny, "with an explicit deny in a session policy")]
    public async Task Kind_that_does_not_allow_is_named(string kind, string policy, string reason)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.World.PutRole(Seeds.Account, new("Team", TrustAdmin)
        {
            Policies = [kind is "identity" ? policy : SeedPolicies.AllowAll],
            PermissionsBoundary = kind is "boundary" ? policy : null,
        });
        var session = await AssumeAsync(emulator, kind is "session" ? policy : null);

        var error = await Assert.ThrowsAsync<WireException>(() => session.JsonAsync("ListDomains", [], Ct));

        Assert.Equal(Refused + reason, error.Text);
    }

    [Fact]
    public async Task What_identity_boundary_and_session_policy_all_allow_is_allowed()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.World.PutRole(Seeds.Account, new("Team", TrustAdmin) { Policies = [SeedPolicies.AllowAll], PermissionsBoundary = SeedPolicies.AllowAll });
        var session = await AssumeAsync(emulator, SeedPolicies.AllowAll);

        var domains = await session.JsonAsync("ListDomains", [], Ct);

        Assert.Single(domains["Domains"]!.AsArray());
    }

    [Fact]
    public async Task Role_that_names_its_own_accounts_user_needs_no_policy_of_that_user_but_one_that_names_the_account_does()
    {
        var key = new AccessKeySeed("AKIAREADER00000000001", "reader-secret-for-the-emulator-only");
        await using var emulator = await EmulatorFixture.StartAsync(o => o with
        {
            Seed = o.Seed with { Accounts = [.. o.Seed.Accounts.Select(a => a.Id is Seeds.Account ? a with { Users = [new("reader") { Policies = [Silent], AccessKeys = [key] }] } : a)] },
        });
        emulator.World.PutRole(Seeds.Account, new("Team", Trust("arn:aws:iam::111122223333:user/reader")) { Policies = [SeedPolicies.AllowAll] });
        emulator.World.PutRole(Seeds.Account, new("Other", Trust("arn:aws:iam::111122223333:root")) { Policies = [SeedPolicies.AllowAll] });
        var sts = emulator.Sts(new Amazon.Runtime.BasicAWSCredentials(key.Id, key.Secret));

        var named = await sts.AssumeRoleAsync(Request("Team", null), Ct);
        var error = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => sts.AssumeRoleAsync(Request("Other", null), Ct));

        Assert.NotNull(named.Credentials);
        Assert.Equal("AccessDenied", error.ErrorCode);
    }

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringAlmost":{"aws:x":"b"}}}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotPrincipal":"*","Action":"*","Resource":"*"}]}""")]
    [InlineData("[]")]
    public async Task Policy_that_is_not_understood_is_refused_everywhere(string policy)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.World.PutRole(Seeds.Account, new("Team", TrustAdmin) { Policies = [SeedPolicies.AllowAll] });

        Assert.Throws<PolicyFormatException>(() => emulator.World.PutRole(Seeds.Account, new("Bad", TrustAdmin) { Policies = [policy] }));
        Assert.Throws<PolicyFormatException>(() => emulator.World.PutRole(Seeds.Account, new("Bad", TrustAdmin) { PermissionsBoundary = policy }));
        Assert.Throws<PolicyFormatException>(() => emulator.World.PutRole(Seeds.Account, new("Bad", policy)));
        var error = await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => AssumeAsync(emulator, policy));
        Assert.Equal("MalformedPolicyDocument", error.ErrorCode);
    }

    static string TrustAdmin => Trust("arn:aws:iam::111122223333:user/admin");

    static string Trust(string principal)
        => $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{principal}}"},"Action":"sts:AssumeRole"}]}""";

    static AssumeRoleRequest Request(string role, string? policy) => new() { RoleArn = $"arn:aws:iam::111122223333:role/{role}", RoleSessionName = "xx", Policy = policy };

    static async Task<RawClient> AssumeAsync(EmulatorFixture emulator, string? policy)
    {
        var sts = emulator.Sts(new Amazon.Runtime.BasicAWSCredentials(Seeds.TargetKey.Id, Seeds.TargetKey.Secret));
        return emulator.Raw((await sts.AssumeRoleAsync(Request("Team", policy), Ct)).Credentials);
    }
}
