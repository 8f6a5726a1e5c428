using Xunit;

namespace ControlPlane.Client.Tests;

public sealed class NameTests
{
    public static TheoryData<string, string> Names { get; } = new()
    {
        { new AccountName("111122223333"), "accounts/111122223333" },
        { new AssignmentName("user1", "Team1"), "users/user1/assignments/Team1" },
        { new AuditEventName("17"), "auditEvents/17" },
        { new DomainName("111122223333", "eu-west-1", "d-abc"), "accounts/111122223333/regions/eu-west-1/domains/d-abc" },
        { EntitlementName.ForUser("Team1", "user1"), "teams/Team1/entitlements/user-user1" },
        { EntitlementName.ForGroup("Team1", "leads"), "teams/Team1/entitlements/group-leads" },
        { new GroupName("leads"), "groups/leads" },
        { new OperationName("verify-1"), "operations/verify-1" },
        { new ProfileName("111122223333", "eu-west-1", "d-abc", "user1-Team1"), "accounts/111122223333/regions/eu-west-1/domains/d-abc/profiles/user1-Team1" },
        { new SignInName("ABCD-EFGH-1234"), "signIns/ABCD-EFGH-1234" },
        { new TeamName("Team1"), "teams/Team1" },
        { UserName.Me, "users/me" },
        { new UserTeamName("user1", "Team1"), "users/user1/teams/Team1" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_are_those_of_the_contract(string name, string expected) => Assert.Equal(expected, name);

    [Fact]
    public void Ids_of_identity_providers_are_encoded_and_come_back()
    {
        var name = new UserTeamName("ada@example.com", "Risk / Models");

        Assert.DoesNotContain(' ', name.ToString());
        Assert.Equal(3, name.ToString().Count(c => c is '/'));
        Assert.Equal(name, UserTeamName.Parse(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("users/user1")]
    [InlineData("teams/")]
    [InlineData("teams/Team1/entitlements/user-user1")]
    public void Name_of_something_else_is_not_read(string name)
    {
        Assert.False(TeamName.TryParse(name, out _));
        var error = Assert.Throws<FormatException>(() => TeamName.Parse(name));
        Assert.Contains("teams/{team}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_value_names_nothing() => Assert.Equal("", default(TeamName).ToString());
}
