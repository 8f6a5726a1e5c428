using Amazon.IdentityManagement;
using Amazon.Runtime;
using Amazon.SageMaker;
using Amazon.SecurityToken;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Teams;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ControlPlane.Server.Tests.Running;

/// <summary>The first account of the test world as 'studioctl guardrails roles setup' leaves it, with two teams and somebody who may do
/// everything.</summary>
sealed class RolesAccount : IDisposable
{
    const string ControlPlaneRole = "arn:aws:iam::999900001111:role/ControlPlane";
    const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
    const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":["sts:AssumeRole","sts:SetSourceIdentity"]}]}""";

    readonly EmulatorHost _emulator;

    RolesAccount(EmulatorHost emulator)
    {
        _emulator = emulator;
        Iam = new(Keys, new AmazonIdentityManagementServiceConfig { ServiceURL = emulator.Endpoint.AbsoluteUri, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
    }

    public static GuardrailParameters Parameters { get; } = GuardrailParameters.Default.With(
        ("account", [TestWorld.Account1]), ("control-plane-role", [ControlPlaneRole]), ("external-id", [TestWorld.ExternalId]));

    public static string Boundary => RoleSet.Of([], Parameters).BoundaryArn;

    public static Dictionary<string, string?> Settings => new()
    {
        ["Guardrails:ExecutionRoles:ManageThroughIam"] = "true",
        ["Guardrails:Parameters:control-plane-role"] = ControlPlaneRole,
        // A call that a test holds up waits until the test lets it go.
        ["Aws:AttemptTimeout"] = "00:01:00",
        ["Aws:RetryBudget"] = "00:05:00",
        ["Operations:Hold"] = "00:00:05",
        ["Operations:LookInterval"] = "00:00:01",
    };

    /// <summary>IAM, by somebody who may do everything.</summary>
    public AmazonIdentityManagementServiceClient Iam { get; }

    static SessionAWSCredentials Keys => new("ASIAHANDHANDHANDHAND", "secret-of-the-hand", "token-of-the-hand");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<RolesAccount> MakeAsync(RunningServer server, params string[] teams)
    {
        var world = server.Emulator.World;
        var setup = RoleStack.Setup(Parameters)["Resources"]!;
        var (boundary, maker) = (setup["ExecutionBoundaryPolicy"]!["Properties"]!, setup["RolesRole"]!["Properties"]!);
        world.PutPolicy(TestWorld.Account1, new((string)boundary["ManagedPolicyName"]!, boundary["PolicyDocument"]!.ToJsonString()) { Path = (string)boundary["Path"]! });
        world.PutRole(TestWorld.Account1, new((string)maker["RoleName"]!, maker["AssumeRolePolicyDocument"]!.ToJsonString())
        {
            Path = (string)maker["Path"]!,
            Policies = [maker["Policies"]![0]!["PolicyDocument"]!.ToJsonString()],
        });
        world.PutRole(TestWorld.Account1, new("Hand", Trust) { Policies = [Everything], MachineKeys = [new("ASIAHANDHANDHANDHAND", "secret-of-the-hand", "token-of-the-hand")] });

        // Team1 has a role elsewhere in the other tests.
        foreach (var team in teams.Prepend("Team1"))
        {
            await server.App.Services.GetRequiredService<TeamCatalog>().PutAsync(
                new()
                {
                    Id = TeamId.Parse(team),
                    Placements = [new(new DomainName(AccountId.Parse(TestWorld.Account1), RegionName.Parse(TestWorld.Region), DomainId.Parse(TestWorld.Domain1)))],
                    ExecutionRole = $"studio/{team}",
                },
                "test", Ct);
        }

        return new(server.Emulator);
    }

    /// <summary>What Studio is to a person of a team. SageMaker itself is not emulated, so the trust policy lets the test stand in for it.</summary>
    public async Task<AmazonSageMakerClient> StudioOfAsync(string person, string team)
    {
        await Iam.UpdateAssumeRolePolicyAsync(new() { RoleName = team, PolicyDocument = Trust }, Ct);
        using var sts = new AmazonSecurityTokenServiceClient(
            Keys, new AmazonSecurityTokenServiceConfig { ServiceURL = _emulator.Endpoint.AbsoluteUri, AuthenticationRegion = TestWorld.Region });
        var session = await sts.AssumeRoleAsync(
            new() { RoleArn = $"arn:aws:iam::{TestWorld.Account1}:role/studio/{team}", RoleSessionName = "SageMaker", SourceIdentity = person }, Ct);
        return new(
            session.Credentials,
            new AmazonSageMakerConfig { ServiceURL = _emulator.Endpoint.AbsoluteUri, AuthenticationRegion = TestWorld.Region, MaxErrorRetry = 0 });
    }

    /// <summary>Puts a role under a boundary that holds nothing.</summary>
    public Task LiftBoundaryAsync(string role)
    {
        _emulator.World.PutPolicy(TestWorld.Account1, new("Wide", Everything));
        return Iam.PutRolePermissionsBoundaryAsync(new() { RoleName = role, PermissionsBoundary = $"arn:aws:iam::{TestWorld.Account1}:policy/Wide" }, Ct);
    }

    /// <summary>The names of a role's inline policies.</summary>
    public async Task<string[]> PoliciesOfAsync(string role) => [.. (await Iam.ListRolePoliciesAsync(new() { RoleName = role }, Ct)).PolicyNames!];

    /// <summary>What was asked of IAM that writes, in order, by the control plane.</summary>
    public string[] Writes => [.. _emulator.World.Calls.All
        .Where(c => c.Service == "iam" && c.Principal.Contains("StudioGatewayRoles", StringComparison.Ordinal) && !c.Operation.StartsWith("Get", StringComparison.Ordinal) && !c.Operation.StartsWith("List", StringComparison.Ordinal))
        .Select(c => c.Operation)];

    public void Dispose() => Iam.Dispose();
}
