using System.Globalization;
using System.Text;
using ControlPlane.Sandbox.IdentityProvider;
using ControlPlane.Server.Tests.Running;

namespace ControlPlane.Faults;

/// <summary>Forty people: everybody is known, not everybody may open both teams, and some try what they may not.</summary>
static class People
{
    const int Count = 40;

    /// <summary>Each team lives in an account of its own.</summary>
    public static IReadOnlyDictionary<string, string> AccountOfTeam { get; } = new Dictionary<string, string>
    {
        ["Team1"] = TestWorld.Account1,
        ["Team2"] = TestWorld.Account2,
    };

    public static IReadOnlyList<string> Ids { get; } = [.. Enumerable.Range(0, Count).Select(n => string.Create(CultureInfo.InvariantCulture, $"person{n:D2}"))];

    public static IReadOnlyList<DevUser> Known { get; } =
    [
        .. Ids.Select(id => new DevUser(id, id, $"{id}@example.com") { Teams = ["Team1", "Team2"] }),
        new("admin", "Admin", "admin@example.com") { Roles = ["controlplane.admin"] },
    ];

    public static bool MayOpen(string person, string team)
    {
        var n = int.Parse(person[^2..], CultureInfo.InvariantCulture);
        return team is "Team1" ? n % 2 == 0 : n % 5 != 0;
    }

    /// <summary>The catalog file of all replicas.</summary>
    public static string Catalog
    {
        get
        {
            var text = new StringBuilder();
            foreach (var (team, account, domain) in new[] { ("Team1", TestWorld.Account1, TestWorld.Domain1), ("Team2", TestWorld.Account2, TestWorld.Domain2) })
            {
                text.Append(Team(team, account, domain));
            }

            foreach (var id in Ids)
            {
                text.Append(CultureInfo.InvariantCulture, $"---\nkind: User\nmetadata: {{ name: {id} }}\n");
                foreach (var team in AccountOfTeam.Keys.Where(t => MayOpen(id, t)))
                {
                    text.Append(CultureInfo.InvariantCulture, $"---\nkind: Entitlement\nmetadata: {{ name: {id}-{team} }}\nspec: {{ user: {id}, team: {team} }}\n");
                }
            }

            return text.ToString();
        }
    }

    static string Team(string team, string account, string domain) => $$"""
        ---
        kind: Account
        metadata: { name: "{{account}}" }
        spec:
          regions: [{{TestWorld.Region}}]
          brokerRole: arn:aws:iam::{{account}}:role/Broker
          vendRole: arn:aws:iam::{{account}}:role/Vend
          externalId: {{TestWorld.ExternalId}}
        ---
        kind: Domain
        metadata: { name: accounts/{{account}}/regions/{{TestWorld.Region}}/domains/{{domain}} }
        spec: { profileLimit: 50 }
        ---
        kind: Team
        metadata: { name: {{team}} }
        spec:
          executionRole: Execution
          placements: [ { domain: accounts/{{account}}/regions/{{TestWorld.Region}}/domains/{{domain}} } ]

        """;
}
