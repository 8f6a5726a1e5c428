using System.Text.Json;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Reference;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Cli.Yaml;
using ControlPlane.V1;
using Xunit;

namespace ControlPlane.Cli.Tests;

public sealed class CatalogFilesTests : IDisposable
{
    const string Everything = """
        kind: Account
        metadata:
          name: "111122223333"
          labels: { owner: "platform" }
        spec:
          alias: research
          environment: dev
          regions: [eu-central-1, us-east-1]
          brokerRole: arn:aws:iam::111122223333:role/Broker
          vendRole: arn:aws:iam::111122223333:role/Vend
          externalId: studio-research
          state: suspended
        ---
        kind: Domain
        metadata:
          name: accounts/111122223333/regions/eu-central-1/domains/d-abc
        spec:
          displayName: Research
          profileLimit: 500
          appLimit: 20
          authMode: sso
          sourceIdentity: true
          state: draining
        ---
        kind: Team
        metadata:
          name: Team1
        spec:
          displayName: "Team: 1"
          purpose: "true"
          projectMetadata:
            cost centre: "4711"
          placements:
            - domain: accounts/111122223333/regions/eu-central-1/domains/d-abc
              weight: 0
              executionRole: arn:aws:iam::111122223333:role/Team1
          executionRole: studio/Team1
          sessionLength: 1h30m
          tags:
            CostCentre: "4711"
          userSettings:
            DefaultLandingUri: "studio::"
            SecurityGroups: [sg-1, "2"]
            Idle: { IdleTimeoutInMinutes: 60, On: true }
          conditions:
            requireMfa: true
            networks: [10.0.0.0/8, "2001:db8::/32"]
          landingUri: "app:JupyterLab:"
          space: shared
          owners: [users/alice]
        ---
        kind: User
        metadata:
          name: CORP\alice
        spec:
          displayName: Ålice
          groups: [data scientists]
        ---
        kind: Group
        metadata:
          name: data scientists
        ---
        kind: Entitlement
        spec:
          user: CORP\alice
          team: Team1
          notAfter: 2027-03-31T20:00:00+02:00
          ticket: "00017"
        ---
        kind: Entitlement
        spec:
          group: data scientists
          team: Team1
        """;

    readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Documents_become_the_contracts_messages()
    {
        var read = Read(Everything).ToDictionary(d => d.Name);

        Assert.Equal(
            ["accounts/111122223333", "accounts/111122223333/regions/eu-central-1/domains/d-abc", "groups/data%20scientists",
                "teams/Team1", "teams/Team1/entitlements/group-data%20scientists", "teams/Team1/entitlements/user-CORP%5Calice", "users/CORP%5Calice"],
            read.Keys.Order(StringComparer.Ordinal));
        var account = (Account)read["accounts/111122223333"].Resource;
        Assert.Equal(("aws", Account.Types.State.Suspended, "platform"), (account.Partition, account.State, account.Labels["owner"]));
        var team = (Team)read["teams/Team1"].Resource;
        Assert.Equal((0, 5400L, true, 60d), (team.Placements[0].Weight, team.SessionDuration.Seconds, team.Conditions.RequireMfa,
            team.UserSettings.Fields["Idle"].StructValue.Fields["IdleTimeoutInMinutes"].NumberValue));
        Assert.Equal("2", team.UserSettings.Fields["SecurityGroups"].ListValue.Values[1].StringValue);
        Assert.Equal(["groups/data%20scientists"], ((User)read["users/CORP%5Calice"].Resource).Groups);
        Assert.Equal(new DateTimeOffset(2027, 3, 31, 18, 0, 0, TimeSpan.Zero), ((Entitlement)read["teams/Team1/entitlements/user-CORP%5Calice"].Resource).EndTime.ToDateTimeOffset());
    }

    [Fact]
    public void What_is_written_reads_back_as_the_same()
    {
        var first = Read(Everything);
        var text = YamlWriter.Write([.. first.Select(d => d.Kind.Write(d.Resource, all: false))]);

        var second = Read(text);

        Assert.Equal(first.Select(d => d.Resource), second.Select(d => d.Resource));
        Assert.Equal(text, YamlWriter.Write([.. second.Select(d => d.Kind.Write(d.Resource, all: false))]));
    }

    [Fact]
    public void Servers_own_catalog_of_the_demo_is_read_and_what_is_written_of_it_loads_there()
    {
        using var stream = typeof(ControlPlane.Sandbox.IdentityProvider.DevIdentityProvider).Assembly.GetManifestResourceStream("demo/catalog.yaml")!;
        using var reader = new StreamReader(stream);
        var documents = Read(reader.ReadToEnd());

        var text = YamlWriter.Write([.. documents.Select(d => d.Kind.Write(d.Resource, all: false))]);

        using var again = new StringReader(text);
        var file = ControlPlane.Catalog.CatalogFile.Parse(again, "written");
        Assert.Equal(documents.Count, file.Accounts.Count + file.Domains.Count + file.Teams.Count + file.Users.Count + file.Groups.Count + file.Entitlements.Count);
    }

    [Fact]
    public void Every_error_is_told_at_once_with_file_and_line()
    {
        var error = Assert.Throws<CliException>(() => Read("""
            kind: Account
            metadata:
              name: "12"
            spec:
              regions: []
              brokerRole: arn:aws:iam::111122223333:role/Broker
              vendrole: arn:aws:iam::111122223333:role/Vend
            ---
            kind: Domain
            metadata: { name: accounts/111122223333/regions/eu-central-1/domains/d-abc }
            spec:
              profileLimit: 0
              authMode: saml
            ---
            kind: Entitlement
            spec:
              user: alice
              group: staff
              team: Team1
              notAfter: 2027-03-31
            ---
            kind: Tea
            """));

        var file = Path.Combine(_shell.Home, "catalog.yaml");
        Assert.Equal(ExitCodes.Usage, error.ExitCode);
        string[] expected =
        [
            "3 metadata.name", "5 spec.externalId", "5 spec.regions", "5 spec.vendRole", "7 spec", "12 spec.profileLimit", "13 spec.authMode", "17 spec.user",
            "20 spec.notAfter", "22 kind",
        ];
        Assert.Equal(expected.Select(e => $"{file}:{e}").Order(StringComparer.Ordinal), error.Violations.Select(v => v.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Same_thing_twice_is_told_with_both_places()
    {
        var error = Assert.Throws<CliException>(() => Read("kind: Group\nmetadata: { name: a }\n---\nkind: Group\nmetadata: { name: a }\n"));

        Assert.Contains("catalog.yaml:1", Assert.Single(error.Violations).Description, StringComparison.Ordinal);
        Assert.Contains("catalog.yaml:4", error.Violations[0].Field, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_has_every_field_that_the_table_has()
    {
        var schema = JsonDocument.Parse(CatalogSchema.Write()).RootElement.GetProperty("$defs");

        foreach (var kind in CatalogTable.Kinds)
        {
            var fields = schema.GetProperty(kind.Kind).GetProperty("properties").GetProperty("spec").GetProperty("properties");
            Assert.Equal(kind.Fields.Select(f => f.Yaml), fields.EnumerateObject().Select(f => f.Name));
        }
    }

    [Fact]
    public void Every_field_of_the_contract_that_may_be_written_is_in_the_table()
    {
        string[] common = ["name", "labels", "source", "etag", "create_time", "update_time", "authorized_actions"];
        foreach (var kind in CatalogTable.Kinds)
        {
            var written = kind.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name).Except(common);
            Assert.Equal(written.Except(kind.Kind is "Entitlement" ? ["state"] : []).Order(), kind.Fields.Select(f => f.Proto).Where(p => p.Length > 0).Order());
        }
    }

    [Fact]
    public async Task Samples_template_becomes_documents_with_one_command()
    {
        var template = _shell.File("template.yaml", """
            AWSTemplateFormatVersion: "2010-09-09"
            Resources:
              GetUserProfileMetadata:
                Type: Custom::GetUserProfileMetadata
                Properties:
                  ServiceToken: !GetAtt GetUserProfileMetadataFunction.Arn
                  Metadata:
                    Team1:
                      DomainId: !GetAtt SageMakerDomain.Outputs.SageMakerDomainId
                      SessionExpiration: 3600
                      Tags:
                        - Key: Team
                          Value: Team1
                      UserSettings:
                        ExecutionRole: !GetAtt IAM.Outputs.Role1
                        SecurityGroups: [sg-1]
            """);

        var text = await _shell.DoAsync(
            "import-seed", "-f", template, "--account", "111122223333", "--region", "eu-central-1", "--profile-limit", "50", "--print",
            "--value", "SageMakerDomain.Outputs.SageMakerDomainId=d-abc123", "--value", "IAM.Outputs.Role1=arn:aws:iam::111122223333:role/Team1");
        var missing = await _shell.RunAsync("import-seed", "-f", template, "--account", "111122223333", "--region", "eu-central-1", "--profile-limit", "50", "--print");

        var documents = Read(text);
        Assert.Equal(["accounts/111122223333/regions/eu-central-1/domains/d-abc123", "teams/Team1"], documents.Select(d => d.Name));
        var team = (Team)documents[1].Resource;
        Assert.Equal(("arn:aws:iam::111122223333:role/Team1", 3600L, "Team1"), (team.ExecutionRole, team.SessionDuration.Seconds, team.Tags["Team"]));
        Assert.Equal(2, missing.Code);
        Assert.Contains("give --value IAM.Outputs.Role1=", missing.Error, StringComparison.Ordinal);
    }

    IReadOnlyList<CatalogDocument> Read(string text) => CatalogFiles.Read([_shell.File("catalog.yaml", text)], TextReader.Null);
}
