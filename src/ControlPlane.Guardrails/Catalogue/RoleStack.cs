using System.Text.Json.Nodes;

namespace ControlPlane.Guardrails.Catalogue;

/// <summary>The execution roles of an account's teams as a CloudFormation template: policies and boundary once, a role for each team, and
/// one without a team for the domains' default.</summary>
public static class RoleStack
{
    const string DefaultRole = "StudioDefault";

    /// <summary>The guardrails that the role of a team carries, beside its boundary, its trust policy and <c>pass-own-role</c>.</summary>
    public static IReadOnlyList<string> SharedPolicies { get; } = ["studio-read", "team-isolation", "owner-isolation", "team-bucket", "own-prefix", "job-logs", "job-metrics"];

    /// <summary>The template. It names its roles, so a stack of it needs <c>CAPABILITY_NAMED_IAM</c>.</summary>
    /// <param name="teams">The roles; the names differ.</param>
    /// <param name="parameters">The account and all else. The roles of the teams count as execution roles, whatever the parameter says.</param>
    public static JsonObject Template(IReadOnlyList<TeamRole> teams, GuardrailParameters parameters)
    {
        var (partition, account) = (parameters.One("partition"), parameters.One("account"));
        var all = parameters.With(("execution-roles", [.. parameters["execution-roles"].Concat(teams.Select(t => t.Arn(partition, account)).Where(arn => !parameters.Covers("execution-roles", arn))).Distinct()]));
        var resources = new JsonObject
        {
            [Logical("execution-boundary")] = Managed("execution-boundary", all),
        };
        foreach (var id in SharedPolicies)
        {
            resources[Logical(id)] = Managed(id, all);
        }

        resources[DefaultRole] = Role(new("", "/studio/", DefaultRole), all, ["studio-read"]);
        foreach (var (team, i) in teams.Select((t, i) => (t, i)))
        {
            var plain = string.Concat(team.Team.Where(char.IsAsciiLetterOrDigit));
            var logical = $"Team{plain}Role";
            resources[resources.ContainsKey(logical) ? $"Team{plain}Role{i}" : logical] = Role(team, all, SharedPolicies);
        }

        return new()
        {
            ["AWSTemplateFormatVersion"] = "2010-09-09",
            ["Description"] = $"Execution roles of SageMaker Studio in account {account}, from the guardrail catalogue of the Studio Control Plane.",
            ["Resources"] = resources,
            ["Outputs"] = new JsonObject(resources.Where(r => (string)r.Value!["Type"]! == "AWS::IAM::Role").Select(r => KeyValuePair.Create(
                r.Key, (JsonNode?)new JsonObject { ["Value"] = new JsonObject { ["Fn::GetAtt"] = new JsonArray(r.Key, "Arn") } }))),
        };
    }

    static JsonObject Managed(string id, GuardrailParameters parameters) => new()
    {
        ["Type"] = "AWS::IAM::ManagedPolicy",
        ["Properties"] = new JsonObject
        {
            ["Description"] = GuardrailCatalogue.Get(id).Title,
            ["Path"] = "/studio/",
            ["PolicyDocument"] = GuardrailCatalogue.Get(id).Render(parameters),
        },
    };

    static JsonObject Role(TeamRole team, GuardrailParameters parameters, IEnumerable<string> policies)
    {
        var properties = new JsonObject
        {
            ["RoleName"] = team.Name,
            ["Path"] = team.Path,
            ["AssumeRolePolicyDocument"] = GuardrailCatalogue.Get("execution-trust").Render(parameters),
            ["PermissionsBoundary"] = Ref(Logical("execution-boundary")),
            ["ManagedPolicyArns"] = new JsonArray([.. policies.Select(p => Ref(Logical(p)))]),
        };
        if (team.Team.Length > 0)
        {
            var own = parameters.With(("team-roles", [team.Arn(parameters.One("partition"), parameters.One("account"))]));
            properties["Policies"] = new JsonArray(new JsonObject
            {
                ["PolicyName"] = "pass-own-role",
                ["PolicyDocument"] = GuardrailCatalogue.Get("pass-own-role").Render(own),
            });
            properties["Tags"] = new JsonArray(new JsonObject { ["Key"] = parameters.One("team-tag"), ["Value"] = team.Team });
        }

        return new() { ["Type"] = "AWS::IAM::Role", ["Properties"] = properties };
    }

    static JsonObject Ref(string logical) => new() { ["Ref"] = logical };

    static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(t => JsonValue.Create(t))];

    // team-isolation becomes TeamIsolationPolicy.
    static string Logical(string id) => string.Concat(id.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..])) + "Policy";
}
