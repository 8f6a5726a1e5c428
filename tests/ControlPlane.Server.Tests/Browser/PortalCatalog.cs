using System.Globalization;
using System.Text;

namespace ControlPlane.Server.Tests.Browser;

/// <summary>A catalog like one of a company: three accounts, a handful of teams with purposes, and people in them in every way.</summary>
static class PortalCatalog
{
    static readonly (string Id, string Name, string Purpose, int Account, string Centre, string State)[] _teams =
    [
        ("genomics", "Genomics", "Variant calling and cohort analysis for the oncology programme", 0, "4711", "active"),
        ("demand-forecast", "Demand Forecast", "Weekly forecasts of what the shops will sell", 1, "4712", "active"),
        ("fraud-signals", "Fraud Signals", "Finds payments that do not look like their payer", 1, "4720", "active"),
        ("vision-lab", "Vision Lab", "Image models for quality control on the lines", 2, "4731", "active"),
        ("pricing", "Pricing", "Elasticities and what-if models of the price list", 1, "4733", "suspended"),
        ("speech", "Speech", "Transcription and summaries for the service centre", 2, "4735", "active"),
    ];

    static readonly (string Id, string Alias, string Environment, string Region)[] _accounts =
        [("111122223333", "research", "dev", "eu-central-1"), ("444455556666", "analytics", "prod", "us-east-1"), ("777788889999", "factory", "test", "eu-central-1")];

    public static string Text()
    {
        var text = new StringBuilder();
        foreach (var (id, alias, environment, region) in _accounts)
        {
            Add(text, $"""
                kind: Account
                metadata: {"{"} name: "{id}" {"}"}
                spec:
                  alias: {alias}
                  environment: {environment}
                  regions: [{region}]
                  brokerRole: arn:aws:iam::{id}:role/studio-gateway/StudioGatewayBroker
                  vendRole: arn:aws:iam::{id}:role/studio-gateway/StudioGatewayVend
                  externalId: studio-gateway-{alias}
                """);
            Add(text, $"""
                kind: Domain
                metadata: {"{"} name: accounts/{id}/regions/{region}/domains/d-{alias}0001 {"}"}
                spec: {"{"} displayName: {alias}, profileLimit: {(alias == "analytics" ? 10 : 40)}, appLimit: 25, sourceIdentity: true {"}"}
                """);
        }

        foreach (var (id, name, purpose, account, centre, state) in _teams)
        {
            var (number, alias, _, region) = _accounts[account];
            Add(text, $"""
                kind: Team
                metadata: {"{"} name: {id} {"}"}
                spec:
                  displayName: {name}
                  purpose: {purpose}
                  placements: [{"{"} domain: accounts/{number}/regions/{region}/domains/d-{alias}0001 {"}"}]
                  roleDescription: Reads the data of {name}, trains models, deploys nothing
                  executionRole: Studio-{id}
                  sessionLength: 8h
                  owners: [users/user2, groups/leads]
                  state: {state}
                  projectMetadata: {"{"} cost centre: "{centre}" {"}"}
                """);
        }

        AddPeople(text);
        return text.ToString();
    }

    static void AddPeople(StringBuilder text)
    {
        Add(text, "kind: Group\nmetadata: { name: leads }\nspec: { displayName: Team leads }");
        Add(text, "kind: Group\nmetadata: { name: control-plane-admins }\nspec: { displayName: Administrators }");
        foreach (var (number, name) in new[] { "Alma Berg", "Ben Okafor", "Chiyo Tanaka", "Dora Lindqvist" }.Index())
        {
            var groups = number switch { 2 => ", groups: [leads]", 3 => ", groups: [leads, control-plane-admins]", _ => "" };
            Add(text, $"kind: User\nmetadata: {{ name: user{number + 1} }}\nspec: {{ displayName: {name}, email: user{number + 1}@example.com{groups} }}");
        }

        foreach (var team in _teams)
        {
            Add(text, $"kind: Entitlement\nspec: {{ user: user1, team: {team.Id}, reason: Project start, ticket: REQ-{team.Centre} }}");
        }

        var soon = DateTimeOffset.UtcNow.AddDays(5).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        Add(text, $"kind: Entitlement\nspec: {{ user: user2, team: genomics, notAfter: {soon} }}");
        Add(text, "kind: Entitlement\nspec: { user: user2, team: pricing, notBefore: 2024-01-01T00:00:00Z, notAfter: 2025-01-01T00:00:00Z }");
        Add(text, "kind: Entitlement\nspec: { group: leads, team: speech }");
    }

    static void Add(StringBuilder text, string document) => text.Append("---\n").Append(document).Append('\n');
}
