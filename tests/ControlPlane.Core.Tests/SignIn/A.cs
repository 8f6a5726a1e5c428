using System.Net;
using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Entitlements;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.SignIn;

/// <summary>Valid things to start from.</summary>
static class A
{
    public static readonly UserId User1 = UserId.Parse("user1");
    public static readonly UserId User2 = UserId.Parse("user2");
    public static readonly TeamId Team1 = TeamId.Parse("Team1");
    public static readonly TeamId Team2 = TeamId.Parse("Team2");
    public static readonly GroupId Scientists = GroupId.Parse("scientists");
    public static readonly DomainName Frankfurt = DomainName.Parse("accounts/111111111111/regions/eu-central-1/domains/d-frankfurt");
    public static readonly DomainName Dublin = DomainName.Parse("accounts/222222222222/regions/eu-west-1/domains/d-dublin");

    public static Account Account(DomainName domain) => new()
    {
        Id = domain.Account,
        Alias = $"alias-{domain.Account.ToString()[..3]}",
        Environment = "dev",
        Regions = [domain.Region],
        BrokerRole = $"arn:aws:iam::{domain.Account}:role/broker",
        VendRole = $"arn:aws:iam::{domain.Account}:role/vend",
        ExternalId = "external",
    };

    public static Domain Domain(DomainName? name = null, int limit = 100) => new() { Name = name ?? Frankfurt, ProfileLimit = limit };

    public static Team Team(TeamId? id = null, params IReadOnlyList<Placement> placements) => new()
    {
        Id = id ?? Team1,
        DisplayName = $"The {id ?? Team1}",
        ExecutionRole = "service-role/Studio",
        Placements = placements.Count > 0 ? placements : [new(Frankfurt)],
        Tags = new Dictionary<string, string> { ["cost-centre"] = "42" },
    };

    public static User User(UserId? id = null) => new() { Id = id ?? User1, DisplayName = "User One" };

    public static Entitlement Entitlement(UserId? user = null, TeamId? team = null)
        => new() { Subject = EntitlementSubject.Of(user ?? User1), Team = team ?? Team1 };

    public static Principal Principal(UserId? user = null) => new()
    {
        User = user ?? User1,
        IdentityProvider = "https://issuer.example",
        MultiFactor = true,
        Address = IPAddress.Parse("192.0.2.7"),
    };

    public static LaunchCommand Command(TeamId? team = null) => new(team ?? Team1, null, null, TimeSpan.FromSeconds(30));
}
