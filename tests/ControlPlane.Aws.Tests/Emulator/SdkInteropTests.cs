using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ControlPlane.Aws.Tests.Emulator;

/// <summary>SDKs that are not ours talk to the emulator. Each runs a scenario of its own and prints what happened.</summary>
public sealed class SdkInteropTests
{
    static readonly string Interop = Path.Combine(RepositoryRoot(), "tests", "interop");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sdk_for_javascript_signs_creates_vends_opens_and_is_refused_as_in_AWS()
    {
        var folder = Path.Combine(Interop, "aws-js");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), $"Run 'npm ci' in {folder} first; ./eng/test does.");
        await using var emulator = await EmulatorFixture.StartAsync(o => o with { SettleTime = TimeSpan.FromSeconds(1) });

        var seen = await RunAsync("node", Path.Combine(folder, "scenario.mjs"), emulator);

        Assert.Equal("arn:aws:sts::444455556666:assumed-role/StudioControlPlane/machine", Text(seen, "caller"));
        Assert.Equal("arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-abc123def456/js-one", Text(seen, "created"));
        Assert.Equal(["Pending", "InService"], Texts(seen, "statuses"));
        Assert.True((bool)seen["createdInThisYear"]!);
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/StudioVend/A1", seen["vend"]!["arn"]!.ToString());
        Assert.Equal("A1", seen["vend"]!["sourceIdentity"]!.ToString());
        Assert.Equal("303", seen["auth"]!["status"]!.ToString());
        Assert.DoesNotContain("token", seen["auth"]!["location"]!.ToString(), StringComparison.Ordinal);
        Assert.True((bool)seen["studioShowsProfile"]!);
        Assert.Equal("403", Text(seen, "secondUse"));
        Assert.Equal("InService", Text(seen, "domain"));
        Assert.Equal(["studiouserid=A1", "team=Team1"], Texts(seen, "tags"));
        Assert.Equal(["js-one", "js-two"], Texts(seen, "paged"));
        Assert.Equal(Seeds.Hub, Text(seen, "organization"));
        Assert.Equal(["444455556666 ACTIVE", "111122223333 ACTIVE"], Texts(seen, "accounts"));
        Assert.Equal(["FullAWSAccess", "NoUrls"], Texts(seen, "policies"));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["exists"] = "ResourceInUse 400",
                ["unknown"] = "ResourceNotFound 400",
                ["badName"] = "ValidationException 400",
                ["otherProfile"] = "AccessDeniedException 400",
                ["tooLong"] = "ValidationException 400",
                ["tagging"] = "AccessDeniedException 400",
                ["listing"] = "AccessDeniedException 400",
                ["space"] = "AccessDeniedException 400",
                ["app"] = "AccessDeniedException 400",
                ["externalId"] = "AccessDenied 403",
                ["role"] = "AccessDenied 403",
                ["secret"] = "SignatureDoesNotMatch 403",
                ["member"] = "AccessDeniedException 400",
                ["attachTwice"] = "DuplicatePolicyAttachmentException 400",
                ["guardrail"] = "AccessDeniedException 400",
            },
            seen["errors"].Deserialize<Dictionary<string, string>>());
    }

    [Fact]
    public async Task Boto3_signs_creates_vends_opens_and_is_refused_as_in_AWS()
    {
        await using var emulator = await EmulatorFixture.StartAsync(o => o with { SettleTime = TimeSpan.FromMilliseconds(300) });

        // Debian's own Python: its boto3 comes as the package python3-boto3, and the scenario says so when it is missing.
        var seen = await RunAsync("/usr/bin/python3", Path.Combine(Interop, "aws-python", "scenario.py"), emulator);

        Assert.Equal("arn:aws:sts::444455556666:assumed-role/StudioControlPlane/machine", Text(seen, "caller"));
        Assert.Equal("arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-abc123def456/py-one", Text(seen, "created"));
        Assert.Equal(["200", "true", "false"], Texts(seen, "studio"));
        Assert.Equal(["444455556666", "111122223333"], Texts(seen, "accounts"));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["exists"] = "ResourceInUse",
                ["unknown"] = "ResourceNotFound",
                ["listing"] = "AccessDeniedException",
                ["tagging"] = "AccessDenied",
                ["unit"] = "OrganizationalUnitNotFoundException",
            },
            seen["errors"].Deserialize<Dictionary<string, string>>());
        Assert.Equal(
            """
            {"arn":"arn:aws:iam::111122223333:role/py/PyRole","trust":true,"boundary":true,"tags":[{"Key":"owner","Value":"A1"}],"inline":["look"],"document":true,"attached":["AdministratorAccess"],"version":"v2","versions":["v2","v1"]}
            """.Trim(),
            seen["role"]!.ToJsonString());
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["exists"] = "EntityAlreadyExists",
                ["none"] = "NoSuchEntity",
                ["malformed"] = "MalformedPolicyDocument",
                ["default"] = "DeleteConflict",
                ["long"] = "LimitExceeded",
                ["denied"] = "AccessDenied",
            },
            seen["iam"].Deserialize<Dictionary<string, string>>());
    }

    static async Task<JsonNode> RunAsync(string program, string script, EmulatorFixture emulator)
    {
        var start = new ProcessStartInfo(program, [script, emulator.Host.Endpoint.ToString().TrimEnd('/')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(script)!,
        };
        foreach (var (name, value) in Environment(start))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var errors = process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}");
        return JsonNode.Parse(await output)!;
    }

    // Dummy keys and a proxy that nobody listens on: a client that ignores its endpoint must not reach the real AWS.
    static Dictionary<string, string> Environment(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("AWS_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        return new()
        {
            ["AWS_ACCESS_KEY_ID"] = "AKIADUMMY00000000001",
            ["AWS_SECRET_ACCESS_KEY"] = "dummy",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_CONFIG_FILE"] = "/dev/null",
            ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
            ["HTTPS_PROXY"] = "http://127.0.0.1:9",
            ["NO_PROXY"] = "127.0.0.1",
            ["EMULATOR_KEY"] = Seeds.MachineKey.Id,
            ["EMULATOR_SECRET"] = Seeds.MachineKey.Secret,
            ["EMULATOR_TOKEN"] = Seeds.MachineKey.SessionToken!,
            ["EMULATOR_ADMIN_KEY"] = Seeds.UserKey.Id,
            ["EMULATOR_ADMIN_SECRET"] = Seeds.UserKey.Secret,
            ["EMULATOR_TARGET_KEY"] = Seeds.TargetKey.Id,
            ["EMULATOR_TARGET_SECRET"] = Seeds.TargetKey.Secret,
        };
    }

    static string Text(JsonNode node, string name) => node[name]!.ToString();

    static string[] Texts(JsonNode node, string name) => [.. node[name]!.AsArray().Select(item => item!.ToString())];

    static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ControlPlane.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
