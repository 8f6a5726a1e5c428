using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Sandbox.Emulator;
using ControlPlane.Teams;

namespace ControlPlane.Sandbox.Demo;

/// <summary>Builds the emulated AWS that a catalog describes: its accounts with broker, vend and execution roles, and its domains.</summary>
sealed class DemoWorld(IReadOnlyList<Account> accounts, IReadOnlyList<Domain> domains, IReadOnlyList<Team> teams)
{
    /// <summary>The account that the control plane itself runs in.</summary>
    public const string HomeAccount = "999900001111";

    /// <summary>The role that the control plane itself runs under.</summary>
    public const string HomeRole = "StudioControlPlane";

    /// <summary>The keys of that role. They open nothing but the emulator.</summary>
    public static AccessKeySeed HomeKey { get; } = new("ASIADEMODEMODEMODEMO", "demo-secret-of-the-emulator", "demo-session-token");

    public WorldSeed Build() => new() { Accounts = [.. accounts.Where(a => a.Id.ToString() != HomeAccount).Select(Guest), Home()] };

    AccountSeed Home() => new()
    {
        Id = HomeAccount,
        Name = "shared-services",
        Roles =
        [
            new(HomeRole, Policies.Of(Policies.Trust("Service", "ec2.amazonaws.com", ["sts:AssumeRole"])))
            {
                Policies = [Policies.Of(Policies.Allow(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], ["*"]))],
                MachineKeys = [HomeKey],
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
            Regions = [.. account.Regions.Select(region => region.ToString()).Union(["us-east-1"])],
            Roles = [Broker(account), Vend(account), .. executionRoles.Select(Execution)],
            Domains = [.. domains.Where(domain => domain.Name.Account == account.Id).Select(domain => DomainOf(domain, executionRoles))],
            ProfileQuota = domains.Where(domain => domain.Name.Account == account.Id).Select(domain => domain.ProfileLimit).DefaultIfEmpty(2).Max(),
        };
    }

    RoleSeed Broker(Account account) => Entered(account.BrokerRole, account, Policies.Of(
        Policies.Allow(
            [
                "sagemaker:DescribeDomain", "sagemaker:DescribeUserProfile", "sagemaker:CreateUserProfile", "sagemaker:UpdateUserProfile",
                "sagemaker:ListDomains", "sagemaker:ListUserProfiles", "sagemaker:ListTags", "sagemaker:AddTags", "sagemaker:DescribeSpace",
                "sagemaker:ListSpaces",
            ],
            ["*"]),
        Policies.Allow(["iam:PassRole"], [.. ExecutionRoles(account).Select(role => role.ToString())])));

    // As the second seed has it: only a profile that is tagged with the session's own user opens.
    static RoleSeed Vend(Account account) => Entered(account.VendRole, account, Policies.Of(Policies.Allow(
        ["sagemaker:CreatePresignedDomainUrl"], ["*"], "sagemaker:ResourceTag/studiouserid", "${aws:PrincipalTag/studiouserid}")));

    static RoleSeed Entered(string arn, Account account, string policy)
    {
        var role = RoleArn.Of(arn, account);
        var home = $"arn:{account.Partition}:iam::{HomeAccount}:role/{HomeRole}";
        // AWS knows the external id only while it decides on sts:AssumeRole, so tags and source identity are trusted by a statement of
        // their own (IAM User Guide, session tags).
        var trust = Policies.Of(
            Policies.Trust("AWS", home, ["sts:AssumeRole"], "sts:ExternalId", account.ExternalId),
            Policies.Trust("AWS", home, ["sts:TagSession", "sts:SetSourceIdentity"]));
        return new(role.Name, trust) { Path = role.Path, Policies = [policy] };
    }

    static RoleSeed Execution(RoleArn role)
        => new(role.Name, Policies.Of(Policies.Trust("Service", "sagemaker.amazonaws.com", ["sts:AssumeRole"]))) { Path = role.Path };

    static DomainSeed DomainOf(Domain domain, List<RoleArn> executionRoles) => new(domain.Name.Domain.ToString(), domain.Name.Region.ToString())
    {
        Name = domain.DisplayName is "" ? null : domain.DisplayName,
        AuthMode = domain.AuthMode is AuthMode.Iam ? "IAM" : "SSO",
        SourceIdentity = domain.SourceIdentity,
        DefaultExecutionRole = executionRoles is [var first, ..]
            ? first.ToString()
            : $"arn:aws:iam::{domain.Name.Account}:role/SageMakerStudioExecutionRoleDefault",
    };

    IEnumerable<RoleArn> ExecutionRoles(Account account) => teams
        .SelectMany(team => team.Placements.Where(p => p.Domain.Account == account.Id).Select(p => p.ExecutionRole ?? team.ExecutionRole))
        .Select(role => RoleArn.Of(role, account))
        .Distinct();
}
