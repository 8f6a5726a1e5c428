using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Profiles;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Aws.Tests;

/// <summary>Valid things, to change one property of.</summary>
static class A
{
    public static readonly RegionName Region = RegionName.Parse("eu-central-1");

    public static Account Account() => new()
    {
        Id = AccountId.Parse("111122223333"),
        Regions = [Region],
        BrokerRole = "arn:aws:iam::111122223333:role/studio-gateway/Broker",
        VendRole = "arn:aws:iam::111122223333:role/studio-gateway/Vend",
        ExternalId = "studio-111122223333",
    };

    public static DomainName DomainName() => new(Account().Id, Region, DomainId.Parse("d-abc123def456"));

    public static ProfileName Profile(string name = "alice-team1") => new(DomainName(), name);

    public static Route Route(string user = "alice", string team = "Team1") => new()
    {
        User = UserId.Parse(user),
        Team = new Team
        {
            Id = TeamId.Parse(team),
            Placements = [new Placement(DomainName())],
            ExecutionRole = "arn:aws:iam::111122223333:role/studio/Team1",
        },
        Account = Account(),
        Domain = new Domain { Name = DomainName(), ProfileLimit = 100 },
        Profile = Profile("alice-team1"),
        ExecutionRole = "arn:aws:iam::111122223333:role/studio/Team1",
        SessionLength = TimeSpan.FromHours(4),
        Assigned = true,
    };

    public static LaunchOrder Order(Route? route = null) => new() { Route = route ?? Route(), UrlLifetime = TimeSpan.FromSeconds(30) };

    public static DesiredProfile Desired() => new()
    {
        Name = Profile(),
        ExecutionRole = "arn:aws:iam::111122223333:role/studio/Team1",
        Tags = new Dictionary<string, string> { ["studiouserid"] = "alice", ["team"] = "Team1", ["CostCenter"] = "42" },
        UserSettingsJson = """{"SecurityGroups":["sg-1"],"JupyterLabAppSettings":{"DefaultResourceSpec":{"InstanceType":"ml.t3.medium"}}}""",
    };
}
