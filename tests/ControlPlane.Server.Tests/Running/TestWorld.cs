using System.Text.Json.Nodes;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Sandbox.IdentityProvider;
using ControlPlane.Teams;
using ControlPlane.Users;
using Microsoft.Extensions.DependencyInjection;

namespace ControlPlane.Server.Tests.Running;

/// <summary>Two users and two teams in two accounts, as the seed tells it: user1 is in both teams, user2 in Team2 alone.</summary>
static class TestWorld
{
    public const string Account1 = "111122223333";
    public const string Account2 = "444455556666";
    public const string Region = "eu-central-1";
    public const string Domain1 = "d-team1domain";
    public const string Domain2 = "d-team2domain";
    public const string AccessKey = "ASIATESTTESTTESTTEST";
    public const string SecretKey = "secret-key-of-the-control-plane-in-tests";
    public const string SessionToken = "session-token-of-the-control-plane-in-tests";
    public const string Lab = "777700001111";
    public const string Attic = "777700002222";
    public const string Home = "999900001111";
    public const string OrganizationRole = $"arn:aws:iam::{Home}:role/Organization";
    public const string ExternalId = "external-id-of-the-tests";

    public static IReadOnlyList<DevUser> People { get; } =
    [
        new("user1", "User One", "user1@example.com") { Teams = ["Team1", "Team2"] },
        new("user2", "User Two", "user2@example.com") { Teams = ["Team2"] },
        new("stranger", "Stranger", "stranger@example.com"),
        new("portal", "Portal", "portal@example.com") { Roles = ["controlplane.portal"] },
        new("auditor", "Auditor", "auditor@example.com") { Roles = ["controlplane.auditor"] },
        new("operator", "Operator", "operator@example.com") { Roles = ["controlplane.operator"] },
        new("admin", "Admin", "admin@example.com") { Roles = ["controlplane.admin"] },
    ];

    public static WorldSeed Seed() => new()
    {
        Accounts =
        [
            Guest(Account1, Domain1) with { OrganizationalUnit = "Workloads/Dev" },
            Guest(Account2, Domain2) with { OrganizationalUnit = "Workloads/Prod" },
            new() { Id = Lab, Name = "lab", OrganizationalUnit = "Research/Lab" },
            new() { Id = Attic, Name = "attic", OrganizationalUnit = "Research" },
            new()
            {
                Id = Home,
                Roles =
                [
                    new("ControlPlane", Policy(Statement("sts:AssumeRole", "Principal", new JsonObject { ["Service"] = "ec2.amazonaws.com" })))
                    {
                        Policies = [Policy(Allow("sts:*"))],
                        MachineKeys = [new(AccessKey, SecretKey, SessionToken)],
                    },
                    Entered("Organization", Allow("organizations:*")),
                ],
            },
        ],
        Organization = new(Home),
    };

    public static async Task FillAsync(IServiceProvider services, CancellationToken ct)
    {
        await AddTeamAsync(services, "Team1", Account1, Domain1, ct);
        await AddTeamAsync(services, "Team2", Account2, Domain2, ct);
        foreach (var (id, name) in new[] { ("user1", "User One"), ("user2", "User Two") })
        {
            await services.GetRequiredService<UserCatalog>().PutAsync(new() { Id = UserId.Parse(id), DisplayName = name }, "test", ct);
        }

        foreach (var (user, team) in new[] { ("user1", "Team1"), ("user1", "Team2"), ("user2", "Team2") })
        {
            await services.GetRequiredService<EntitlementCatalog>().PutAsync(
                new() { Subject = EntitlementSubject.Of(UserId.Parse(user)), Team = TeamId.Parse(team) }, ct);
        }
    }

    static async Task AddTeamAsync(IServiceProvider services, string team, string account, string domain, CancellationToken ct)
    {
        var name = new DomainName(AccountId.Parse(account), RegionName.Parse(Region), DomainId.Parse(domain));
        await services.GetRequiredService<AccountCatalog>().PutAsync(
            new()
            {
                Id = name.Account,
                Alias = $"account-of-{team}",
                Environment = team is "Team1" ? "dev" : "prod",
                Regions = [name.Region],
                BrokerRole = $"arn:aws:iam::{account}:role/Broker",
                VendRole = $"arn:aws:iam::{account}:role/Vend",
                ExternalId = ExternalId,
            },
            "test", ct);
        await services.GetRequiredService<DomainCatalog>().PutAsync(new() { Name = name, ProfileLimit = 50 }, "test", ct);
        await services.GetRequiredService<TeamCatalog>().PutAsync(
            new()
            {
                Id = TeamId.Parse(team),
                DisplayName = $"The {team} <b>people</b>",
                Purpose = "Research & development",
                Placements = [new(name)],
                ExecutionRole = "Execution",
            },
            "test", ct);
    }

    static AccountSeed Guest(string account, string domain) => new()
    {
        Id = account,
        Roles =
        [
            Entered("Broker", Allow("sagemaker:*", "iam:PassRole")),
            Entered("Vend", Allow("sagemaker:CreatePresignedDomainUrl")),
            // Roles as nobody should make them: whoever may assume roles at all gets in, and the vend role may do anything.
            Entered("LooseBroker", Allow("sagemaker:*", "iam:PassRole"), isLoose: true),
            Entered("LooseVend", Allow("sagemaker:*"), isLoose: true),
            new("Execution", Policy(Statement("sts:AssumeRole", "Principal", new JsonObject { ["Service"] = "sagemaker.amazonaws.com" }))),
        ],
        Domains = [new(domain, Region) { DefaultExecutionRole = $"arn:aws:iam::{account}:role/Execution" }],
    };

    static RoleSeed Entered(string name, JsonObject permission, bool isLoose = false)
    {
        var principal = new JsonObject { ["AWS"] = $"arn:aws:iam::{Home}:role/ControlPlane" };
        var assume = Statement("sts:AssumeRole", "Principal", principal);
        if (!isLoose)
        {
            assume["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["sts:ExternalId"] = ExternalId } };
        }

        var tag = Statement("sts:TagSession", "Principal", principal.DeepClone());
        var identity = Statement("sts:SetSourceIdentity", "Principal", principal.DeepClone());
        return new(name, Policy(assume, tag, identity)) { Policies = [Policy(permission)] };
    }

    static JsonObject Allow(params string[] actions) => new()
    {
        ["Effect"] = "Allow",
        ["Action"] = new JsonArray([.. actions.Select(a => JsonValue.Create(a))]),
        ["Resource"] = "*",
    };

    static JsonObject Statement(string action, string member, JsonNode about)
        => new() { ["Effect"] = "Allow", ["Action"] = action, [member] = about };

    static string Policy(params JsonObject[] statements)
        => new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements]) }.ToJsonString();
}
