using System.Text.Json.Nodes;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

public sealed class OrganizationTests
{
    const string DenyUrls =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sagemaker:CreatePresignedDomainUrl","Resource":"*"}]}""";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tree_is_walked_from_the_root_to_an_account()
    {
        await using var emulator = await StartAsync();
        var admin = emulator.Admin();

        var root = (await CallAsync(admin, "ListRoots", []))["Roots"]![0]!["Id"]!.ToString();
        var workloads = (await CallAsync(admin, "ListOrganizationalUnitsForParent", new() { ["ParentId"] = root }))["OrganizationalUnits"]![0]!;
        var dev = (await CallAsync(admin, "ListChildren", new()
        {
            ["ParentId"] = workloads["Id"]!.ToString(),
            ["ChildType"] = "ORGANIZATIONAL_UNIT",
        }))["Children"]![0]!["Id"]!.ToString();
        var accounts = await CallAsync(admin, "ListAccountsForParent", new() { ["ParentId"] = dev });
        var parents = await CallAsync(admin, "ListParents", new() { ["ChildId"] = Seeds.Account });
        var account = await CallAsync(admin, "DescribeAccount", new() { ["AccountId"] = Seeds.Account });

        Assert.Equal("Workloads", workloads["Name"]!.ToString());
        Assert.Equal(Seeds.Account, Assert.Single(accounts["Accounts"]!.AsArray())!["Id"]!.ToString());
        Assert.Equal(dev, parents["Parents"]![0]!["Id"]!.ToString());
        Assert.Equal($"o-sandbox0000/{root}/{workloads["Id"]}/{dev}/{Seeds.Account}/", account["Account"]!["Paths"]![0]!.ToString());
        Assert.Equal("ACTIVE", account["Account"]!["State"]!.ToString());
    }

    [Fact]
    public async Task Only_the_management_account_may_look_but_any_may_ask_which_organization()
    {
        await using var emulator = await StartAsync();
        var member = emulator.TargetAdmin();

        var organization = await CallAsync(member, "DescribeOrganization", []);
        var refused = await Assert.ThrowsAsync<WireException>(() => CallAsync(member, "ListAccounts", []));

        Assert.Equal(Seeds.Hub, organization["Organization"]!["MasterAccountId"]!.ToString());
        Assert.Equal("AccessDeniedException", refused.Code);
    }

    [Fact]
    public async Task Service_control_policy_on_a_unit_denies_until_it_is_detached()
    {
        await using var emulator = await StartAsync();
        var admin = emulator.Admin();
        await (await emulator.BrokerAsync()).JsonAsync("CreateUserProfile", LaunchTests.Profile("user-1", "A1"), Ct);
        var vend = await emulator.VendAsync("A1", "user-1");
        var unit = (await CallAsync(admin, "ListParents", new() { ["ChildId"] = Seeds.Account }))["Parents"]![0]!["Id"]!.ToString();
        var policy = await CreateAsync(admin, "NoUrls", DenyUrls);
        var attachment = new JsonObject { ["PolicyId"] = policy, ["TargetId"] = unit };

        await CallAsync(admin, "AttachPolicy", attachment);
        var denied = await Assert.ThrowsAsync<WireException>(
            () => vend.JsonAsync("CreatePresignedDomainUrl", LaunchTests.Named("user-1"), Ct));
        var inUse = await Assert.ThrowsAsync<WireException>(() => CallAsync(admin, "DeletePolicy", new() { ["PolicyId"] = policy }));
        await CallAsync(admin, "DetachPolicy", attachment);
        var allowed = await vend.JsonAsync("CreatePresignedDomainUrl", LaunchTests.Named("user-1"), Ct);
        await CallAsync(admin, "DeletePolicy", new() { ["PolicyId"] = policy });

        Assert.EndsWith("with an explicit deny in a service control policy", denied.Text, StringComparison.Ordinal);
        Assert.Equal("PolicyInUseException", inUse.Code);
        Assert.NotNull(allowed["AuthorizedUrl"]);
    }

    [Fact]
    public async Task Policies_are_listed_without_content_and_described_with_it()
    {
        await using var emulator = await StartAsync();
        var admin = emulator.Admin();
        var id = await CreateAsync(admin, "NoUrls", DenyUrls);
        await CallAsync(admin, "UpdatePolicy", new() { ["PolicyId"] = id, ["Description"] = "changed" });
        await CallAsync(admin, "AttachPolicy", new() { ["PolicyId"] = id, ["TargetId"] = "r-sbox" });

        var listed = await CallAsync(admin, "ListPolicies", new() { ["Filter"] = "SERVICE_CONTROL_POLICY" });
        var described = (await CallAsync(admin, "DescribePolicy", new() { ["PolicyId"] = id }))["Policy"]!;
        var targets = await CallAsync(admin, "ListTargetsForPolicy", new() { ["PolicyId"] = id });

        Assert.Equal(["FullAWSAccess", "NoUrls"], listed["Policies"]!.AsArray().Select(p => p!["Name"]!.ToString()));
        Assert.All(listed["Policies"]!.AsArray(), p => Assert.Null(p!["Content"]));
        Assert.Equal((DenyUrls, "changed"), (described["Content"]!.ToString(), described["PolicySummary"]!["Description"]!.ToString()));
        Assert.Equal(("r-sbox", "ROOT"), (targets["Targets"]![0]!["TargetId"]!.ToString(), targets["Targets"]![0]!["Type"]!.ToString()));
    }

    public static TheoryData<string, string, string, string?> Refused => new()
    {
        { "DescribeAccount", """{"AccountId":"999999999999"}""", "AccountNotFoundException", null },
        { "ListAccountsForParent", """{"ParentId":"ou-sbox-none0000"}""", "ParentNotFoundException", null },
        { "ListParents", """{"ChildId":"999999999999"}""", "ChildNotFoundException", null },
        { "DescribeOrganizationalUnit", """{"OrganizationalUnitId":"ou-sbox-none0000"}""", "OrganizationalUnitNotFoundException", null },
        { "CreateOrganizationalUnit", """{"ParentId":"r-sbox","Name":"Workloads"}""", "DuplicateOrganizationalUnitException", null },
        { "DescribePolicy", """{"PolicyId":"p-none000000"}""", "PolicyNotFoundException", null },
        { "UpdatePolicy", """{"PolicyId":"p-FullAWSAccess","Name":"Mine"}""", "InvalidInputException", "IMMUTABLE_POLICY" },
        { "AttachPolicy", """{"PolicyId":"p-FullAWSAccess","TargetId":"r-sbox"}""", "DuplicatePolicyAttachmentException", null },
        { "AttachPolicy", """{"PolicyId":"p-FullAWSAccess","TargetId":"999999999999"}""", "TargetNotFoundException", null },
        { "DetachPolicy", """{"PolicyId":"p-FullAWSAccess","TargetId":"r-sbox"}""", "ConstraintViolationException",
            "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED" },
        { "EnablePolicyType", """{"RootId":"r-sbox","PolicyType":"SERVICE_CONTROL_POLICY"}""", "PolicyTypeAlreadyEnabledException", null },
        { "ListAccounts", """{"NextToken":"bm9uc2Vuc2U="}""", "InvalidInputException", "INVALID_NEXT_TOKEN" },
        { "CreatePolicy", """{"Name":"x","Description":"","Type":"SERVICE_CONTROL_POLICY","Content":"{}"}""", "MalformedPolicyDocumentException", null },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task Wrong_call_is_refused_as_in_AWS(string operation, string input, string code, string? reason)
    {
        await using var emulator = await StartAsync();

        var error = await Assert.ThrowsAsync<WireException>(
            () => CallAsync(emulator.Admin(), operation, (JsonObject)JsonNode.Parse(input)!));

        Assert.Equal((code, reason), (error.Code, error.Body["Reason"]?.ToString()));
    }

    [Fact]
    public async Task Tags_of_a_policy_come_and_go()
    {
        await using var emulator = await StartAsync();
        var admin = emulator.Admin();
        var id = await CreateAsync(admin, "NoUrls", DenyUrls);

        await CallAsync(admin, "TagResource", new()
        {
            ["ResourceId"] = id,
            ["Tags"] = new JsonArray(Tag("managed-by", "control-plane"), Tag("version", "1")),
        });
        await CallAsync(admin, "UntagResource", new() { ["ResourceId"] = id, ["TagKeys"] = new JsonArray("version") });
        var tags = (await CallAsync(admin, "ListTagsForResource", new() { ["ResourceId"] = id }))["Tags"]!.AsArray();

        Assert.Equal("managed-by", Assert.Single(tags)!["Key"]!.ToString());
    }

    static JsonObject Tag(string key, string value) => new() { ["Key"] = key, ["Value"] = value };

    static Task<JsonObject> CallAsync(RawClient client, string operation, JsonObject input)
        => client.JsonAsync(operation, input, Ct, "AWSOrganizationsV20161128");

    static async Task<string> CreateAsync(RawClient admin, string name, string content) => (await CallAsync(admin, "CreatePolicy", new()
    {
        ["Name"] = name,
        ["Description"] = "",
        ["Type"] = "SERVICE_CONTROL_POLICY",
        ["Content"] = content,
    }))["Policy"]!["PolicySummary"]!["Id"]!.ToString();

    static Task<EmulatorFixture> StartAsync() => EmulatorFixture.StartAsync(o => o with
    {
        Seed = Seeds.World with
        {
            Accounts = [.. Seeds.World.Accounts.Select(a => a.Id == Seeds.Account ? a with { OrganizationalUnit = "Workloads/Dev" } : a)],
        },
    });
}
