using ControlPlane.Accounts;
using ControlPlane.Catalog;
using ControlPlane.Domains;
using ControlPlane.Errors;
using Xunit;

namespace ControlPlane.Core.Tests.Catalog;

public sealed class SeedMetadataImporterTests
{
    const string Metadata = """
        Metadata:
          Team1:
            DomainId: !GetAtt SageMakerDomain.Outputs.SageMakerDomainId
            SessionExpiration: 43200
            Tags:
              - Key: Team
                Value: Team1
            UserSettings:
              ExecutionRole: !GetAtt IAM.Outputs.SageMakerStudioExecutionRoleTeam1Arn
          Team2:
            DomainId: !GetAtt SageMakerDomain.Outputs.SageMakerDomainId
            SessionExpiration: 3600
            Tags:
              - Key: Team
                Value: Team2
            UserSettings:
              ExecutionRole: !GetAtt IAM.Outputs.SageMakerStudioExecutionRoleTeam2Arn
              SecurityGroups: [sg-1]
        """;

    static readonly Dictionary<string, string> Values = new()
    {
        ["SageMakerDomain.Outputs.SageMakerDomainId"] = "d-abc123",
        ["IAM.Outputs.SageMakerStudioExecutionRoleTeam1Arn"] = "arn:aws:iam::111122223333:role/Team1",
        ["IAM.Outputs.SageMakerStudioExecutionRoleTeam2Arn"] = "arn:aws:iam::111122223333:role/Team2",
    };

    [Fact]
    public void The_samples_metadata_becomes_a_catalog()
    {
        var account = CatalogYaml.Valid[..CatalogYaml.Valid.IndexOf("kind: Domain", StringComparison.Ordinal)];

        var file = CatalogYaml.Parse(account + Import(Metadata));

        Assert.Equal("accounts/111122223333/regions/eu-central-1/domains/d-abc123", Assert.Single(file.Domains).Name.ToString());
        Assert.Equal(3, file.Domains[0].ProfileLimit);
        Assert.Equal(["Team1", "Team2"], file.Teams.Select(t => t.Id.ToString()));
        Assert.Equal(TimeSpan.FromHours(1), file.Teams[1].SessionLength);
        Assert.Equal("arn:aws:iam::111122223333:role/Team2", file.Teams[1].ExecutionRole);
        Assert.Equal("Team2", file.Teams[1].Tags["Team"]);
        Assert.Equal("""{"SecurityGroups":["sg-1"]}""", file.Teams[1].UserSettingsJson);
    }

    [Fact]
    public void A_missing_colon_as_the_article_prints_it_is_named()
    {
        var printed = Metadata.Replace("Team2:\n    DomainId: !", "Team2:\n    DomainId !", StringComparison.Ordinal);

        var error = Assert.Single(Errors(printed));

        Assert.Equal("metadata:11 DomainId", error.Field);
        Assert.Equal("A colon is missing: write 'DomainId: !GetAtt SageMakerDomain.Outputs.SageMakerDomainId'.", error.Description);
    }

    [Theory]
    [InlineData("IAM.Outputs.SageMakerStudioExecutionRoleTeam1Arn", "IAM.Outputs.Other", "metadata:9", "give one for 'IAM.Outputs.Other'")]
    [InlineData("SessionExpiration: 43200", "SessionExpiration: 100", "metadata:4 Team1.SessionExpiration", "1800")]
    [InlineData("SessionExpiration: 43200", "SessionExpiry: 43200", "metadata:4 Team1", "did you mean 'SessionExpiration'?")]
    [InlineData("Value: Team1", "Value: Team2", "metadata:3 Team1.tags", "set by the control plane alone")]
    [InlineData("Key: Team\n", "Kee: Team\n", "metadata:6 Team1.Tags[0]", "did you mean 'Key'?")]
    [InlineData("  Team2:", "  Team1:", "metadata:1 Team1", "twice")]
    public void A_fault_is_named(string right, string wrong, string field, string description)
    {
        var cut = Metadata.IndexOf(right, StringComparison.Ordinal);

        var errors = Errors(Metadata[..cut] + wrong + Metadata[(cut + right.Length)..]);

        Assert.Contains(errors, e => e.Field == field && e.Description.Contains(description, StringComparison.Ordinal));
    }

    static string Import(string yaml) => SeedMetadataImporter.Import(yaml, Values, AccountId.Parse("111122223333"), RegionName.Parse("eu-central-1"), 3);

    static IReadOnlyList<Violation> Errors(string yaml) => Assert.Throws<RefusedException>(() => Import(yaml)).Violations;
}
