using System.Text.Json;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Tests.Running;
using Xunit;

namespace ControlPlane.Cli.Tests;

/// <summary>Policies are decided without a server: none runs in these tests.</summary>
public sealed class GuardrailTests : IDisposable
{
    const string Profile = "arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-1/alice";

    const string Own = """
        {"Version":"2012-10-17","Statement":[
          {"Sid":"Own","Effect":"Allow","Action":"sagemaker:*","Resource":"*","Condition":{"StringEquals":{"sagemaker:ResourceTag/owner":"${aws:SourceIdentity}"}}},
          {"Sid":"NoTags","Effect":"Deny","Action":"sagemaker:AddTags","Resource":"*","Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":["owner"]}}}]}
        """;

    const string Vectors = """
        [{"policy":"own","kind":"identity","case":"mine","action":"sagemaker:DescribeApp","resource":"*",
          "context":{"aws:SourceIdentity":"alice","sagemaker:ResourceTag/owner":"<who>"},"expectSeed":null,"expectFixed":"allow"},
         {"policy":"own","kind":"identity","action":"sagemaker:AddTags","resource":"*","context":{"aws:TagKeys":["owner"]},"expectSeed":"implicitDeny","expectFixed":"explicitDeny",
          "seedSubstitutions":{"<action>":"ListDomains"}}]
        """;

    const string Seed = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sagemaker:<action>","Resource":"*"}]}""";

    readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Vectors_that_hold_end_with_their_number_and_code_zero()
    {
        Folder();

        var ran = await _shell.RunAsync("guardrails", "test", "--policies", _shell.Home, "--vectors", _shell.File("v.json", Vectors.Replace("<who>", "alice", StringComparison.Ordinal)));

        Assert.Equal((ExitCodes.Ok, "3 passed, 0 failed\n", ""), (ran.Code, ran.Out, ran.Error));
    }

    [Fact]
    public async Task Vector_that_fails_is_explained_and_ends_with_code_one()
    {
        Folder();
        var file = _shell.File("v.json", Vectors.Replace("<who>", "bob", StringComparison.Ordinal));

        var ran = await _shell.RunAsync("guardrails", "test", "--policies", _shell.Home, "--vectors", file);
        var json = await _shell.RunAsync("guardrails", "test", "--policies", _shell.Home, "--vectors", file, "-o", "json");

        Assert.Equal(ExitCodes.Failure, ran.Code);
        Assert.Equal("""
            FAILED own fixed: mine
              sagemaker:DescribeApp on *: expected allow, decided implicitDeny. No identity policy allows it.
              own.fixed.json/Own (Allow) does not match: StringEquals sagemaker:ResourceTag/owner: the request has 'bob'; wanted 'alice' from ${aws:SourceIdentity}
              own.fixed.json/NoTags (Deny) does not match: Action: sagemaker:DescribeApp is none of sagemaker:AddTags; ForAnyValue:StringEquals aws:TagKeys: the request has no such key; wanted 'owner'
            2 passed, 1 failed

            """, ran.Out);
        var report = JsonElement.Parse(json.Out);
        Assert.Equal((ExitCodes.Failure, 2, 1), (json.Code, report.GetProperty("passed").GetInt32(), report.GetProperty("failed").GetInt32()));
        Assert.Equal("implicitDeny", report.GetProperty("failures")[0].GetProperty("decision").GetString());
    }

    [Theory]
    [InlineData("[", "$", "VECTORS_INVALID")]
    [InlineData("""[{"policy":"own","kind":"identity","action":"a:b","resource":"*","expectFixed":"maybe"}]""", "$[0].expectFixed", "VECTORS_INVALID")]
    [InlineData("""[{"policy":"broken","kind":"identity","action":"a:b","resource":"*","expectFixed":"allow"}]""", "$.Statement[0].Effect", "POLICY_INVALID")]
    [InlineData("""[{"policy":"absent","kind":"identity","action":"a:b","resource":"*","expectFixed":"allow"}]""", "absent.fixed.json", "CLI_USAGE")]
    [InlineData("""[{"policy":"own","kind":"trust","action":"a:b","resource":"*","expectFixed":"allow"}]""", "$.Statement[0].Resource", "POLICY_INVALID")]
    public async Task Files_that_are_wrong_are_told_with_code_two(string vectors, string named, string reason)
    {
        Folder();

        var ran = await _shell.RunAsync("guardrails", "test", "--policies", _shell.Home, "--vectors", _shell.File("v.json", vectors));

        Assert.Equal((ExitCodes.Usage, ""), (ran.Code, ran.Out));
        Assert.Contains(named, ran.Error, StringComparison.Ordinal);
        Assert.Contains(reason, ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--policies", "/nowhere")]
    [InlineData("--vectors", "/nowhere.json")]
    public async Task What_is_not_there_is_told_with_code_two(string option, string path)
    {
        string[] given = ["guardrails", "test", "--policies", option is "--policies" ? path : _shell.Home, "--vectors", option is "--vectors" ? path : _shell.File("v.json", Vectors)];

        var ran = await _shell.RunAsync(given);

        Assert.Equal(ExitCodes.Usage, ran.Code);
        Assert.Contains(path, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_request_is_decided_against_every_kind_of_policy()
    {
        var own = _shell.File("own.json", Own);
        var scp = _shell.File("scp.json", """{"Version":"2012-10-17","Statement":[{"Sid":"NoDescribe","Effect":"Deny","Action":"sagemaker:DescribeApp","Resource":"*"}]}""");
        var context = _shell.File("context.json", """{"aws:SourceIdentity":"alice","aws:TagKeys":["team"]}""");
        string[] given =
            ["guardrails", "eval", "--identity", own, "--action", "sagemaker:DescribeApp", "--resource", Profile, "--context", context, "--context", "sagemaker:ResourceTag/owner=alice"];

        var allowed = await _shell.DoAsync(given);
        var denied = await _shell.RunAsync([.. given, "--scp", "FullAWSAccess", "--scp", $"FullAWSAccess,{scp}", "-o", "json", "--exit-code"]);
        var empty = await _shell.DoAsync([.. given, "--scp", scp, "-o", "name"]);

        Assert.Contains("own.json/Own allows it (identity policy).", allowed, StringComparison.Ordinal);
        var report = JsonElement.Parse(denied.Out);
        Assert.Equal((ExitCodes.Failure, "explicitDeny", "level 2", "scp.json/NoDescribe"),
            (denied.Code, report.GetProperty("decision").GetString(), report.GetProperty("level").GetString(), report.GetProperty("statement").GetString()));
        Assert.Equal(3, report.GetProperty("layers").GetArrayLength());
        Assert.Equal("explicitDeny\n", empty);
    }

    [Theory]
    [InlineData("--boundary", "permissions boundary")]
    [InlineData("--session", "session policy")]
    [InlineData("--endpoint", "endpoint policy")]
    public async Task Each_limit_is_named_when_it_does_not_allow(string option, string name)
    {
        var principal = option is "--endpoint" ? "\"Principal\":\"*\"," : "";
        var limit = _shell.File("limit.json", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow",{{principal}}"Action":"s3:*","Resource":"*"}]}""");

        var yaml = await _shell.DoAsync("guardrails", "eval", "--identity", "AdministratorAccess", option, limit, "--action", "sagemaker:ListDomains", "-o", "yaml");

        Assert.Contains("decision: implicitDeny\n", yaml, StringComparison.Ordinal);
        Assert.Contains($"No {name} allows it.", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Principal_of_a_trust_policy_is_held_against_it()
    {
        var trust = _shell.File("trust.json", """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:role/studio/ControlPlane"},"Action":"sts:AssumeRole"}]}
            """);
        string[] given =
        [
            "guardrails", "eval", "--identity", "AdministratorAccess", "--resource-policy", trust, "--action", "sts:AssumeRole", "--resource", "arn:aws:iam::111122223333:role/Vend", "-o", "name",
        ];

        var session = await _shell.DoAsync(
            [.. given, "--principal", "arn:aws:sts::444455556666:assumed-role/ControlPlane/x", "--context", "aws:PrincipalArn=arn:aws:iam::444455556666:role/studio/ControlPlane"]);
        var other = await _shell.DoAsync([.. given, "--principal", "arn:aws:iam::444455556666:role/Other"]);

        Assert.Equal(("allow\n", "implicitDeny\n"), (session, other));
    }

    [Theory]
    [InlineData("--action", "Describe")]
    [InlineData("--context", "team")]
    [InlineData("--principal", "alice")]
    [InlineData("--identity", "/nowhere.json")]
    public async Task Request_that_is_wrong_is_told_with_code_two(string option, string value)
    {
        string[] action = option is "--action" ? [] : ["--action", "sagemaker:ListDomains"];

        var ran = await _shell.RunAsync(["guardrails", "eval", .. action, option, value]);

        Assert.Equal((ExitCodes.Usage, ""), (ran.Code, ran.Out));
        Assert.Contains(value, ran.Error, StringComparison.Ordinal);
    }

    void Folder()
    {
        _shell.File("own.fixed.json", Own);
        _shell.File("own.seed.json", Seed);
        _shell.File("broken.fixed.json", """{"Version":"2012-10-17","Statement":[{"Effect":"Perhaps","Action":"*","Resource":"*"}]}""");
    }
}
