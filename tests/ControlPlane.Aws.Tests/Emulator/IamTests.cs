using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Sandbox.Emulator.Faults;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

/// <summary>IAM of the emulator, driven by the client that the control plane uses: what is written there is what STS and SageMaker go by.</summary>
public sealed class IamTests : IAsyncLifetime
{
    const string Boundary = "arn:aws:iam::111122223333:policy/studio-gateway/Ceiling";
    const string ListDomains = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sagemaker:ListDomains","Resource":"*"}]}""";

    static readonly string _trust = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}
        """;

    readonly List<IDisposable> _clients = [];
    EmulatorFixture _emulator = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorFixture.StartAsync();
        _emulator.World.PutPolicy(Seeds.Account, new("Ceiling", ListDomains) { Path = "/studio-gateway/" });
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(c => c.Dispose());
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task A_role_reads_back_as_it_was_made()
    {
        var iam = Admin();

        var made = (await iam.CreateRoleAsync(Role("Fresh"), Ct)).Role!;
        await iam.PutRolePolicyAsync(new() { RoleName = "Fresh", PolicyName = "lists", PolicyDocument = ListDomains }, Ct);
        var seen = (await iam.GetRoleAsync(new() { RoleName = "fresh" }, Ct)).Role!;
        var names = await iam.ListRolePoliciesAsync(new() { RoleName = "Fresh" }, Ct);
        var policy = await iam.GetRolePolicyAsync(new() { RoleName = "Fresh", PolicyName = "lists" }, Ct);

        Assert.Equal("arn:aws:iam::111122223333:role/studio/Fresh", made.Arn);
        Assert.Equal((made.Arn, made.RoleId, Boundary), (seen.Arn, seen.RoleId, seen.PermissionsBoundary!.PermissionsBoundaryArn));
        Assert.Equal(_trust, Uri.UnescapeDataString(seen.AssumeRolePolicyDocument!));
        Assert.Equal(("team", "TeamA"), (seen.Tags!.Single().Key, seen.Tags!.Single().Value));
        Assert.Equal(["lists"], names.PolicyNames!);
        Assert.Equal(ListDomains, Uri.UnescapeDataString(policy.PolicyDocument!));
    }

    [Fact]
    public async Task Sessions_of_a_role_do_what_its_policies_say_from_one_moment_to_the_next()
    {
        var iam = Admin();
        await iam.CreateRoleAsync(Role("Fresh"), Ct);
        var session = await SessionAsync("studio/Fresh");

        var before = await Assert.ThrowsAsync<WireException>(() => session.JsonAsync("ListDomains", [], Ct));
        await iam.PutRolePolicyAsync(new() { RoleName = "Fresh", PolicyName = "lists", PolicyDocument = ListDomains }, Ct);
        var listed = await session.JsonAsync("ListDomains", [], Ct);

        Assert.Contains("no identity-based policy allows", before.Text, StringComparison.Ordinal);
        Assert.NotNull(listed["Domains"]);
    }

    [Fact]
    public async Task Sagemaker_takes_a_role_that_was_made_through_IAM()
    {
        var broker = await _emulator.BrokerAsync();
        var trust = SeedPolicies.TrustSageMaker(Seeds.Account);
        await Admin().CreateRoleAsync(new() { RoleName = "Fresh", Path = "/studio/", AssumeRolePolicyDocument = trust }, Ct);

        var made = await broker.JsonAsync(
            "CreateUserProfile",
            new()
            {
                ["DomainId"] = Seeds.Domain,
                ["UserProfileName"] = "a1",
                ["UserSettings"] = new System.Text.Json.Nodes.JsonObject { ["ExecutionRole"] = "arn:aws:iam::111122223333:role/studio/Fresh" },
                ["Tags"] = new System.Text.Json.Nodes.JsonArray(Tag("studiouserid", "a1"), Tag("team", "TeamA")),
            },
            Ct);

        Assert.NotNull(made["UserProfileArn"]);
    }

    [Fact]
    public async Task Boundary_caps_what_is_attached_later()
    {
        var iam = Admin();
        await iam.CreateRoleAsync(Role("Fresh"), Ct);
        var session = await SessionAsync("studio/Fresh");
        await iam.PutRolePolicyAsync(new() { RoleName = "Fresh", PolicyName = "all", PolicyDocument = SeedPolicies.AllowAll }, Ct);

        var error = await Assert.ThrowsAsync<WireException>(
            () => session.JsonAsync("DescribeDomain", new() { ["DomainId"] = Seeds.Domain }, Ct));

        Assert.Contains("permissions boundary", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_may_make_bounded_roles_makes_no_others()
    {
        const string arn = "arn:aws:iam::111122223333:role/studio/*";
        _emulator.World.PutRole(Seeds.Account, new("Maker", _trust)
        {
            Policies =
            [
                $$$"""
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Action":"iam:GetRole","Resource":"arn:aws:iam::111122223333:role/*"},
                {"Effect":"Allow","Action":"iam:TagRole","Resource":"{{{arn}}}","Condition":{"StringEquals":{"aws:RequestTag/team":"TeamA"} } },
                {"Effect":"Allow","Action":["iam:CreateRole","iam:PutRolePolicy","iam:PutRolePermissionsBoundary"],"Resource":"{{{arn}}}",
                "Condition":{"StringEquals":{"iam:PermissionsBoundary":"{{{Boundary}}}"} } }]}
                """,
            ],
        });
        var iam = Of(await CredentialsAsync("Maker"));
        await Admin().CreateRoleAsync(new() { RoleName = "Free", Path = "/studio/", AssumeRolePolicyDocument = _trust }, Ct);

        await iam.CreateRoleAsync(Role("Bounded"), Ct);
        await iam.PutRolePolicyAsync(new() { RoleName = "Bounded", PolicyName = "lists", PolicyDocument = ListDomains }, Ct);
        var refused = new List<string>();
        foreach (var attempt in new Func<Task>[]
        {
            () => iam.CreateRoleAsync(Unbounded(), Ct),
            () => iam.CreateRoleAsync(Elsewhere(), Ct),
            () => iam.CreateRoleAsync(OtherTeam(), Ct),
            () => iam.PutRolePolicyAsync(new() { RoleName = "Free", PolicyName = "all", PolicyDocument = SeedPolicies.AllowAll }, Ct),
            () => iam.UpdateAssumeRolePolicyAsync(new() { RoleName = "Bounded", PolicyDocument = _trust }, Ct),
        })
        {
            refused.Add((await Assert.ThrowsAsync<AmazonIdentityManagementServiceException>(attempt)).ErrorCode);
        }

        Assert.All(refused, code => Assert.Equal("AccessDenied", code));
        await Assert.ThrowsAsync<NoSuchEntityException>(() => iam.GetRoleAsync(new() { RoleName = "None" }, Ct));

        static CreateRoleRequest Unbounded()
        {
            var request = Role("Unbounded");
            request.PermissionsBoundary = null;
            return request;
        }

        static CreateRoleRequest Elsewhere()
        {
            var request = Role("Elsewhere");
            request.Path = "/";
            return request;
        }

        static CreateRoleRequest OtherTeam()
        {
            var request = Role("Other");
            request.Tags = [new() { Key = "team", Value = "TeamB" }];
            return request;
        }
    }

    [Fact]
    public async Task Errors_are_those_of_IAM()
    {
        var iam = Admin();
        await iam.CreateRoleAsync(Role("Fresh"), Ct);
        var long6k = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":[{{string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"arn:aws:s3:::bucket-{i:D8}\""))}}]}]}""";
        await iam.PutRolePolicyAsync(new() { RoleName = "Fresh", PolicyName = "one", PolicyDocument = long6k }, Ct);

        await Assert.ThrowsAsync<NoSuchEntityException>(() => iam.GetRoleAsync(new() { RoleName = "None" }, Ct));
        await Assert.ThrowsAsync<NoSuchEntityException>(() => iam.GetRolePolicyAsync(new() { RoleName = "Fresh", PolicyName = "none" }, Ct));
        await Assert.ThrowsAsync<NoSuchEntityException>(() => iam.GetPolicyAsync(new() { PolicyArn = $"{Boundary}2" }, Ct));
        await Assert.ThrowsAsync<EntityAlreadyExistsException>(() => iam.CreateRoleAsync(Role("FRESH"), Ct));
        await Assert.ThrowsAsync<MalformedPolicyDocumentException>(
            () => iam.PutRolePolicyAsync(new() { RoleName = "Fresh", PolicyName = "bad", PolicyDocument = """{"Statement":[{}]}""" }, Ct));
        var full = await Assert.ThrowsAsync<LimitExceededException>(
            () => iam.PutRolePolicyAsync(new() { RoleName = "Fresh", PolicyName = "two", PolicyDocument = long6k }, Ct));
        Assert.Equal("Maximum policy size of 10240 bytes exceeded for role Fresh", full.Message);
        Assert.Equal(System.Net.HttpStatusCode.Conflict, full.StatusCode);
    }

    [Fact]
    public async Task Throttling_is_told_in_the_words_of_IAM()
    {
        _emulator.World.Faults.Add(new(FaultKind.Throttle) { Service = "iam", Operation = "GetRole" });

        var error = await Assert.ThrowsAsync<AmazonIdentityManagementServiceException>(() => Admin().GetRoleAsync(new() { RoleName = "Team1" }, Ct));

        Assert.Equal("Throttling", error.ErrorCode);
    }

    [Fact]
    public async Task What_IAM_wrote_is_there_after_a_restart_and_gone_after_a_reset()
    {
        var folder = Directory.CreateTempSubdirectory("iam-");
        var file = Path.Combine(folder.FullName, "world.json");
        await using (var first = await EmulatorHost.StartAsync(new() { Seed = Seeds.World, DataFile = file }, Ct))
        {
            await Admin(first.Endpoint).CreateRoleAsync(new() { RoleName = "Kept", Path = "/studio/", AssumeRolePolicyDocument = _trust }, Ct);
            await Admin(first.Endpoint).PutRolePolicyAsync(new() { RoleName = "Team1", PolicyName = "lists", PolicyDocument = ListDomains }, Ct);
        }

        await using var second = await EmulatorHost.StartAsync(new() { Seed = Seeds.World, DataFile = file }, Ct);
        var iam = Admin(second.Endpoint);
        var kept = (await iam.GetRoleAsync(new() { RoleName = "Kept" }, Ct)).Role!;
        var changed = (await iam.ListRolePoliciesAsync(new() { RoleName = "Team1" }, Ct)).PolicyNames!;
        second.World.Reset();

        Assert.Equal("/studio/", kept.Path);
        Assert.Equal(["lists"], changed);
        await Assert.ThrowsAsync<NoSuchEntityException>(() => iam.GetRoleAsync(new() { RoleName = "Kept" }, Ct));
        Assert.Empty((await iam.ListRolePoliciesAsync(new() { RoleName = "Team1" }, Ct)).PolicyNames!);
        folder.Delete(recursive: true);
    }

    static System.Text.Json.Nodes.JsonObject Tag(string key, string value) => new() { ["Key"] = key, ["Value"] = value };

    static CreateRoleRequest Role(string name) => new()
    {
        RoleName = name,
        Path = "/studio/",
        AssumeRolePolicyDocument = _trust,
        PermissionsBoundary = Boundary,
        Tags = [new() { Key = "team", Value = "TeamA" }],
    };

    AmazonIdentityManagementServiceClient Admin(Uri? endpoint = null) => Of(new BasicAWSCredentials(Seeds.TargetKey.Id, Seeds.TargetKey.Secret), endpoint);

    AmazonIdentityManagementServiceClient Of(AWSCredentials credentials, Uri? endpoint = null)
    {
        var client = new AmazonIdentityManagementServiceClient(credentials, new AmazonIdentityManagementServiceConfig
        {
            ServiceURL = (endpoint ?? _emulator.Host.Endpoint).ToString(),
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });
        _clients.Add(client);
        return client;
    }

    async Task<SessionAWSCredentials> CredentialsAsync(string role)
    {
        var sts = _emulator.Sts(new BasicAWSCredentials(Seeds.TargetKey.Id, Seeds.TargetKey.Secret));
        var keys = (await sts.AssumeRoleAsync(new() { RoleArn = $"arn:aws:iam::{Seeds.Account}:role/{role}", RoleSessionName = "test" }, Ct)).Credentials;
        return new(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken);
    }

    async Task<RawClient> SessionAsync(string role)
    {
        var keys = await (await CredentialsAsync(role)).GetCredentialsAsync();
        return _emulator.Raw(new() { AccessKeyId = keys.AccessKey, SecretAccessKey = keys.SecretKey, SessionToken = keys.Token });
    }
}
