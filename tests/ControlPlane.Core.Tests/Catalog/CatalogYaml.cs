using ControlPlane.Catalog;
using ControlPlane.Errors;

namespace ControlPlane.Core.Tests.Catalog;

/// <summary>A catalog that is right, to change one thing of.</summary>
static class CatalogYaml
{
    public const string Valid = """
        apiVersion: controlplane/v1
        kind: Account
        metadata: { name: "111122223333" }
        spec:
          regions: [eu-central-1]
          brokerRole: arn:aws:iam::111122223333:role/StudioBroker
          vendRole: arn:aws:iam::111122223333:role/StudioVend
          externalId: studio-1
        ---
        kind: Domain
        metadata: { name: accounts/111122223333/regions/eu-central-1/domains/d-abc123 }
        spec: { profileLimit: 10 }
        ---
        kind: Team
        metadata: { name: Team1 }
        spec:
          executionRole: Team1Role
          sessionLength: 12h
          tags: { CostCentre: "1" }
          placements:
            - domain: accounts/111122223333/regions/eu-central-1/domains/d-abc123
        ---
        kind: User
        metadata: { name: user1 }
        spec: { displayName: User 1 }
        ---
        kind: Group
        metadata: { name: people/all }
        spec: { displayName: All }
        ---
        kind: Entitlement
        spec: { user: user1, team: Team1 }
        ---
        kind: Entitlement
        spec: { group: people/all, team: Team1 }
        """;

    public static CatalogFile Parse(string yaml)
    {
        using var reader = new StringReader(yaml);
        return CatalogFile.Parse(reader, "catalog.yaml");
    }

    public static IReadOnlyList<Violation> Errors(string yaml)
    {
        try
        {
            Parse(yaml);
            return [];
        }
        catch (RefusedException refusal) when (refusal.Reason == "CATALOG_INVALID")
        {
            return refusal.Violations;
        }
    }
}
