using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ControlPlane.Domains;
using ControlPlane.Teams;
using Xunit;

namespace ControlPlane.Core.Tests.Catalog;

public sealed class CatalogFileTests
{
    [Fact]
    public void A_catalog_that_is_right_is_read()
    {
        var file = CatalogYaml.Parse(CatalogYaml.Valid);

        Assert.Equal("111122223333", Assert.Single(file.Accounts).Id.ToString());
        Assert.Equal(10, Assert.Single(file.Domains).ProfileLimit);
        Assert.Equal(TimeSpan.FromHours(12), Assert.Single(file.Teams).SessionLength);
        Assert.Equal("{}", file.Teams[0].UserSettingsJson);
        Assert.Equal(["user:user1", "group:people/all"], file.Entitlements.Select(e => e.Subject.ToString()));
        Assert.All(file.Entitlements, e => Assert.Equal("catalog", e.Source));
    }

    [Theory]
    [InlineData("externalId:", "externalID:", "catalog.yaml:8 spec", "There is no field 'externalID': did you mean 'externalId'?")]
    [InlineData("displayName: User 1", "dispalyName: User 1", "catalog.yaml:25 spec", "did you mean 'displayName'?")]
    [InlineData("displayName: User 1", "shoeSize: 44", "catalog.yaml:25 spec", "There is no field 'shoeSize': there are displayName")]
    [InlineData("kind: Group", "kind: Groop", "catalog.yaml:27 kind", "Write one of Account")]
    [InlineData("controlplane/v1", "controlplane/v2", "catalog.yaml:1 apiVersion", "Write controlplane/v1")]
    [InlineData("kind: Group\n", "kind: Group\nkind: Group\n", "catalog.yaml:28 kind", "twice")]
    [InlineData("externalId: studio-1", "externalId: studio-1\n  externalId: studio-2", "catalog.yaml:9 spec.externalId", "twice")]
    [InlineData("\"111122223333\"", "\"11112222333\"", "catalog.yaml:3 metadata.name", "twelve digits")]
    [InlineData("[eu-central-1]", "[eu-central]", "catalog.yaml:5 spec.regions[0]", "eu-central-1")]
    [InlineData("[eu-central-1]", "[]", "catalog.yaml:5 spec.regions", "At least one")]
    [InlineData("[eu-central-1]", "eu-central-1", "catalog.yaml:5 spec.regions", "Write a list")]
    [InlineData("regions: [eu-central-1]", "regions: [eu-west-1]", "catalog.yaml:11 metadata", "does not list the Region eu-central-1")]
    [InlineData("arn:aws:iam::111122223333:role/StudioBroker", "arn:aws:iam::444455556666:role/StudioBroker", "catalog.yaml:6 spec.brokerRole", "must be in 111122223333")]
    [InlineData("arn:aws:iam::111122223333:role/StudioBroker", "arn:aws-cn:iam::111122223333:role/StudioBroker", "catalog.yaml:6 spec.brokerRole", "partition aws-cn")]
    [InlineData("role/StudioVend", "role/StudioBroker", "catalog.yaml:7 spec.vendRole", "two roles")]
    [InlineData("externalId: studio-1", "externalId: x", "catalog.yaml:8 spec.externalId", "2 to 1224")]
    [InlineData("externalId: studio-1", "state: active", "catalog.yaml:5 spec.externalId", "It is missing.")]
    [InlineData("profileLimit: 10", "profileLimit: 0", "catalog.yaml:12 spec.profileLimit", "Write a whole number from 1")]
    [InlineData("profileLimit: 10", "profileLimit: ten", "catalog.yaml:12 spec.profileLimit", "Write a whole number from 1")]
    [InlineData("profileLimit: 10", "displayName: x", "catalog.yaml:12 spec.profileLimit", "It is missing.")]
    [InlineData("profileLimit: 10", "profileLimit: 10, authMode: saml", "catalog.yaml:12 spec.authMode", "Write iam or sso.")]
    [InlineData("name: Team1 }", "name: Team 1 }", "catalog.yaml:15 metadata.name", "not a team id")]
    [InlineData("sessionLength: 12h", "sessionLength: 13h", "catalog.yaml:18 spec.sessionLength", "1800 to 43200 seconds")]
    [InlineData("sessionLength: 12h", "sessionLength: 1799", "catalog.yaml:18 spec.sessionLength", "1800 to 43200 seconds")]
    [InlineData("sessionLength: 12h", "sessionLength: 12 hours", "catalog.yaml:18 spec.sessionLength", "1800 to 43200 seconds")]
    [InlineData("CostCentre: \"1\"", "\"aws:x\": \"1\"", "catalog.yaml:19 spec.tags", "which AWS keeps for itself")]
    [InlineData("CostCentre: \"1\"", "studiouserid: eve", "catalog.yaml:19 spec.tags", "set by the control plane alone")]
    [InlineData("CostCentre: \"1\"", "StudioUserId: eve", "catalog.yaml:19 spec.tags", "set by the control plane alone")]
    [InlineData("CostCentre: \"1\"", "team: Team1", "catalog.yaml:19 spec.tags", "set by the control plane alone")]
    [InlineData("CostCentre: \"1\"", "Team: Team2", "catalog.yaml:19 spec.tags", "set by the control plane alone")]
    [InlineData("CostCentre: \"1\"", "CostCentre: \"*\"", "catalog.yaml:19 spec.tags", "none that AWS takes")]
    [InlineData("executionRole: Team1Role", "executionRole: arn:aws:iam::444455556666:role/Team1Role", "catalog.yaml:17 spec.executionRole", "must be in 111122223333")]
    [InlineData("executionRole: Team1Role", "executionRole: \"not a role\"", "catalog.yaml:17 spec.executionRole", "Write the role's name")]
    [InlineData("sessionLength: 12h", "userSettings: { ExecutionRole: x }", "catalog.yaml:18 spec.userSettings", "spec.executionRole")]
    [InlineData("sessionLength: 12h", "userSettings: { A: 1, A: 2 }", "catalog.yaml:18 spec.userSettings.A", "twice")]
    [InlineData("sessionLength: 12h", "conditions: { networks: [10.0.0.0/33] }", "catalog.yaml:18 spec.conditions.networks[0]", "")]
    [InlineData("- domain: accounts/111122223333/regions/eu-central-1/domains/d-abc123", "- domain: accounts/111122223333/regions/eu-central-1/domains/d-other", "catalog.yaml:21 spec.placements", "There is no domain")]
    [InlineData("domains/d-abc123\n---\nkind: User", "domains/d-abc123\n      weight: 1001\n---\nkind: User", "catalog.yaml:22 spec.placements[0].weight", "0 to 1000")]
    [InlineData("domains/d-abc123\n---\nkind: User", "domains/d-abc123\n      executionRole: arn:aws:iam::444455556666:role/X\n---\nkind: User", "catalog.yaml:22 spec.placements[0].executionRole", "must be in 111122223333")]
    [InlineData("accounts/111122223333/regions/eu-central-1/domains/d-abc123 }", "accounts/444455556666/regions/eu-central-1/domains/d-abc123 }", "catalog.yaml:11 metadata", "There is no account 444455556666")]
    [InlineData("user: user1, team: Team1", "user: user2, team: Team1", "catalog.yaml:32 spec.user", "There is no user 'user2'")]
    [InlineData("user: user1, team: Team1", "user: user1, team: team1", "catalog.yaml:32 spec.team", "There is no team 'team1'")]
    [InlineData("user: user1, team: Team1", "user: user1, group: g, team: Team1", "catalog.yaml:32 spec.user", "either a user or a group")]
    [InlineData("user: user1, team: Team1", "team: Team1", "catalog.yaml:32 spec.user", "either a user or a group")]
    [InlineData("user: user1, team: Team1", "user: user1, team: Team1, notAfter: 2027-01-01", "catalog.yaml:32 spec.notAfter", "with its offset")]
    [InlineData("user: user1, team: Team1", "user: user1, team: Team1, notBefore: 2027-01-01T00:00:00Z, notAfter: 2026-01-01T00:00:00Z", "catalog.yaml:32 spec.notAfter", "ends before it begins")]
    [InlineData("group: people/all, team", "user: user1, team", "catalog.yaml:34", "twice, first at line 31")]
    [InlineData("spec: { displayName: User 1 }", "spec:\n  displayName: &a User\n  email: *a", "catalog.yaml:27", "aliases")]
    [InlineData("displayName: User 1 }", "displayName: !Ref X }", "catalog.yaml:25 spec.displayName", "The tag !Ref is not taken here")]
    [InlineData("displayName: User 1 }", "displayName: [User 1] }", "catalog.yaml:25 spec.displayName", "Write a single value.")]
    [InlineData("displayName: User 1 }", "displayName: User 1", "catalog.yaml:26", "not YAML")]
    [InlineData("kind: Entitlement\nspec: { user: user1, team: Team1 }", "kind: User\nmetadata: { name: USER1 }", "catalog.yaml:31 metadata.name", "differs from 'user1' by case alone")]
    public void A_fault_is_named_with_its_line_and_path(string right, string wrong, string field, string description)
    {
        var yaml = CatalogYaml.Valid.ReplaceLineEndings("\n");
        Assert.Contains(right, yaml, StringComparison.Ordinal);
        var cut = yaml.IndexOf(right, StringComparison.Ordinal);

        var errors = CatalogYaml.Errors(yaml[..cut] + wrong + yaml[(cut + right.Length)..]);

        Assert.Contains(errors, e => e.Field == field && e.Description.Contains(description, StringComparison.Ordinal));
    }

    [Fact]
    public void All_errors_come_at_once_in_the_order_of_lines()
    {
        var yaml = CatalogYaml.Valid
            .Replace("externalId: studio-1", "externalId: x", StringComparison.Ordinal)
            .Replace("profileLimit: 10", "profileLimit: -1", StringComparison.Ordinal)
            .Replace("12h", "never", StringComparison.Ordinal)
            .Replace("user: user1, ", "user: nobody, ", StringComparison.Ordinal);

        var errors = CatalogYaml.Errors(yaml);

        Assert.Equal(
            ["catalog.yaml:8 spec.externalId", "catalog.yaml:12 spec.profileLimit", "catalog.yaml:18 spec.sessionLength", "catalog.yaml:32 spec.user"],
            errors.Select(e => e.Field));
    }

    [Fact]
    public void Forty_seven_tags_are_taken_and_not_one_more()
    {
        Assert.Empty(CatalogYaml.Errors(With(47)));
        Assert.Contains("There are 48 tags", Assert.Single(CatalogYaml.Errors(With(48))).Description, StringComparison.Ordinal);

        static string With(int count) => CatalogYaml.Valid.Replace(
            "CostCentre: \"1\"", string.Join(", ", Enumerable.Range(0, count).Select(i => $"k{i}: v")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_tag_Team_is_taken_when_it_says_what_ours_says()
        => Assert.Empty(CatalogYaml.Errors(CatalogYaml.Valid.Replace("CostCentre: \"1\"", "Team: Team1", StringComparison.Ordinal)));

    [Fact]
    public void User_settings_become_the_JSON_that_they_mean()
    {
        var file = CatalogYaml.Parse(CatalogYaml.Valid.Replace(
            "sessionLength: 12h", "userSettings: { A: 60, B: \"60\", C: true, D: [x, ~], E: { F: 007 } }", StringComparison.Ordinal));

        Assert.Equal("""{"A":60,"B":"60","C":true,"D":["x",null],"E":{"F":"007"}}""", file.Teams[0].UserSettingsJson);
    }

    [Fact]
    public void The_reference_documents_a_catalog_that_loads_and_every_field()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "reference", "catalog.md"));
        var examples = Regex.Matches(page, "```yaml\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value).ToList();

        var file = CatalogYaml.Parse(string.Join("---\n", examples));

        Assert.Equal(6, examples.Count);
        Assert.Equal(TimeSpan.FromHours(8), Assert.Single(file.Teams).SessionLength);
        Assert.True(file.Teams[0].Conditions.RequireMfa);
        Assert.Equal(2, file.Entitlements.Count);
        Assert.Contains("\"IdleTimeoutInMinutes\":60", file.Teams[0].UserSettingsJson, StringComparison.Ordinal);
        foreach (var name in typeof(Team).GetProperties().Concat(typeof(Domain).GetProperties()).Select(p => p.Name).Except(["Id", "Name", "UserSettingsJson", "Conditions"]))
        {
            Assert.Contains($"`{char.ToLowerInvariant(name[0])}{name[1..]}", page, StringComparison.Ordinal);
        }
    }

    static string Root([CallerFilePath] string here = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
