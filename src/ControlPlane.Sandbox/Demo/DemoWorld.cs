using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Domains;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Sandbox.Emulator;

namespace ControlPlane.Sandbox.Demo;

/// <summary>Builds the emulated AWS that a catalog describes: its accounts with broker, vend and execution roles, and its domains.</summary>
sealed class DemoWorld(CatalogFile catalog)
{
    /// <summary>The account that the control plane itself runs in.</summary>
    public const string HomeAccount = "999900001111";

    /// <summary>The role that the control plane itself runs under.</summary>
    public const string HomeRole = "StudioControlPlane";

    /// <summary>The ARN of that role.</summary>
    public const string HomeRoleArn = $"arn:aws:iam::{HomeAccount}:role/{HomeRole}";

    /// <summary>What counts as an execution role in the demo.</summary>
    public static IReadOnlyList<string> ExecutionRolePatterns { get; } = ["arn:aws:iam::*:role/studio/*", "arn:aws:iam::*:role/SageMakerStudioExecutionRole*"];

    /// <summary>The keys of that role. They open nothing but the emulator.</summary>
    public static AccessKeySeed HomeKey { get; } = new("ASIADEMODEMODEMODEMO", "demo-secret-of-the-emulator", "demo-session-token");

    /// <summary>The role in the management account that rolls guardrails out, and its external id.</summary>
    public const string OrganizationRole = $"arn:aws:iam::{HomeAccount}:role/studio-gateway/StudioGatewayOrganization";

    /// <summary>See <see cref="OrganizationRole"/>.</summary>
    public const string OrganizationExternalId = "studio-gateway-organization";

    public WorldSeed Build() => new()
    {
        Accounts = [.. catalog.Accounts.Where(a => a.Id.ToString() != HomeAccount).Select(Guest), Home()],
        Organization = new(HomeAccount),
    };

    AccountSeed Home() => new()
    {
        Id = HomeAccount,
        Name = "shared-services",
        Roles =
        [
            new(HomeRole, SeedPolicies.TrustEc2)
            {
                Policies = [Policies.Allow(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], catalog.Accounts.SelectMany(a => new[] { a.BrokerRole, a.VendRole, RoleSet.MakerArn(Parameters(a)) }).Append(OrganizationRole))],
                MachineKeys = [HomeKey],
            },
            new(OrganizationRole[(OrganizationRole.LastIndexOf('/') + 1)..], SeedPolicies.TrustControlPlane($"arn:aws:iam::{HomeAccount}:role/{HomeRole}", OrganizationExternalId))
            {
                Path = "/studio-gateway/",
                Policies = [GuardrailCatalogue.Get("organization-permissions").Render(GuardrailParameters.Default).ToJsonString()],
            },
        ],
    };

    AccountSeed Guest(Account account)
    {
        var id = account.Id.ToString();
        var executionRoles = ExecutionRoles(account).ToList();
        return new()
        {
            Id = id,
            Name = account.Alias is "" ? null : account.Alias,
            OrganizationalUnit = account.Environment is "" ? "Studio" : $"Studio/{account.Environment}",
            Regions = [.. account.Regions.Select(region => region.ToString()).Union(["us-east-1"])],
            Roles = [Broker(account, executionRoles), Vend(account), Maker(account), .. executionRoles.Select(Execution)],
            Policies = [Boundary(account)],
            Domains = [.. catalog.Domains.Where(domain => domain.Name.Account == account.Id).Select(domain => DomainOf(domain, executionRoles))],
            ProfileQuota = catalog.Domains.Where(domain => domain.Name.Account == account.Id).Select(domain => domain.ProfileLimit).DefaultIfEmpty(2).Max(),
        };
    }

    // The shipped policy passes execution roles under /studio/ only; a catalog may keep them elsewhere.
    static RoleSeed Broker(Account account, IEnumerable<RoleArn> executionRoles) => Entered(
        account.BrokerRole,
        account,
        SeedPolicies.Broker(account.Id.ToString()),
        Policies.Allow(["iam:PassRole"], executionRoles.Select(role => role.ToString())));

    static RoleSeed Vend(Account account) => Entered(account.VendRole, account, SeedPolicies.Vend(account.Id.ToString()));

    // What 'studioctl guardrails roles setup' writes for CloudFormation.
    static RoleSeed Maker(Account account) => Entered(
        RoleSet.MakerArn(Parameters(account)), account, GuardrailCatalogue.Get("roles-permissions").Render(Parameters(account)).ToJsonString());

    static PolicySeed Boundary(Account account)
    {
        var arn = RoleSet.Of([], Parameters(account)).BoundaryArn.Split(':', 6)[5]["policy".Length..];
        var slash = arn.LastIndexOf('/');
        return new(arn[(slash + 1)..], GuardrailCatalogue.Get("execution-boundary").Render(Parameters(account)).ToJsonString()) { Path = arn[..(slash + 1)] };
    }

    static GuardrailParameters Parameters(Account account) => GuardrailParameters.Default.With(
        ("partition", [account.Partition]), ("account", [account.Id.ToString()]), ("execution-roles", ExecutionRolePatterns), ("control-plane-role", [HomeRoleArn]));

    static RoleSeed Entered(string arn, Account account, params string[] policies)
    {
        var role = RoleArn.Of(arn, account);
        var home = $"arn:{account.Partition}:iam::{HomeAccount}:role/{HomeRole}";
        return new(role.Name, SeedPolicies.TrustControlPlane(home, account.ExternalId)) { Path = role.Path, Policies = policies };
    }

    // As the control plane made them before their policies were written: with its tag, and able to do nothing yet.
    static RoleSeed Execution(RoleArn role) => new(role.Name, SeedPolicies.TrustSageMaker(role.Account))
    {
        Path = role.Path,
        Tags = new Dictionary<string, string> { ["managed-by"] = "studio-control-plane" },
    };

    static DomainSeed DomainOf(Domain domain, List<RoleArn> executionRoles) => new(domain.Name.Domain.ToString(), domain.Name.Region.ToString())
    {
        Name = domain.DisplayName is "" ? null : domain.DisplayName,
        AuthMode = domain.AuthMode is AuthMode.Iam ? "IAM" : "SSO",
        SourceIdentity = domain.SourceIdentity,
        DefaultExecutionRole = executionRoles is [var first, ..]
            ? first.ToString()
            : $"arn:aws:iam::{domain.Name.Account}:role/SageMakerStudioExecutionRoleDefault",
    };

    IEnumerable<RoleArn> ExecutionRoles(Account account) => catalog.Teams
        .SelectMany(team => team.Placements.Where(p => p.Domain.Account == account.Id).Select(p => p.ExecutionRole ?? team.ExecutionRole))
        .Select(role => RoleArn.Of(role, account))
        .Distinct();
}
