using System.Text.Json.Nodes;

namespace ControlPlane.Guardrails.Catalogue;

/// <summary>Execution roles as CloudFormation templates.</summary>
public static class RoleStack
{
    /// <summary>The execution roles of an account's teams: policies and boundary once, a role for each team, and one without a team for the
    /// domains' default. The template names its roles, so a stack of it needs <c>CAPABILITY_NAMED_IAM</c>.</summary>
    /// <param name="teams">The roles; the names differ.</param>
    /// <param name="parameters">The account and all else. The roles of the teams count as execution roles, whatever the parameter says.</param>
    public static JsonObject Template(IReadOnlyList<TeamRole> teams, GuardrailParameters parameters)
    {
        var all = RoleSet.Of(teams, parameters);
        var resources = new JsonObject();
        foreach (var id in RoleSet.SharedPolicies.Prepend("execution-boundary"))
        {
            resources[Logical(id)] = Managed(GuardrailCatalogue.Get(id).Title, "/studio/", all.Document(id));
        }

        foreach (var (role, i) in all.Roles.Select((r, i) => (r, i - 1)))
        {
            var plain = string.Concat(role.Role.Team.Where(char.IsAsciiLetterOrDigit));
            var logical = role.Role == RoleSet.Default ? role.Role.Name : $"Team{plain}Role";
            resources[resources.ContainsKey(logical) ? $"{logical}{i}" : logical] = Role(role);
        }

        return Of($"Execution roles of SageMaker Studio in account {parameters.One("account")}, from the guardrail catalogue of the Studio Control Plane.", resources);
    }

    /// <summary>What an account needs before the control plane makes its execution roles through IAM: their boundary, and the role that makes
    /// them, which cannot change it. A stack of it needs <c>CAPABILITY_NAMED_IAM</c>.</summary>
    /// <param name="parameters">The account and all else.</param>
    public static JsonObject Setup(GuardrailParameters parameters)
    {
        var roles = RoleSet.Of([], parameters);
        var (boundary, maker) = (Named(roles.BoundaryArn), Named(RoleSet.MakerArn(parameters)));
        var policy = Managed(GuardrailCatalogue.Get("execution-boundary").Title, boundary.Path, GuardrailCatalogue.Get("execution-boundary").Render(parameters));
        policy["Properties"]!["ManagedPolicyName"] = boundary.Name;
        return Of($"What the Studio Control Plane needs to make execution roles in account {parameters.One("account")}.", new()
        {
            [Logical("execution-boundary")] = policy,
            ["RolesRole"] = new JsonObject
            {
                ["Type"] = "AWS::IAM::Role",
                ["Properties"] = new JsonObject
                {
                    ["RoleName"] = maker.Name,
                    ["Path"] = maker.Path,
                    ["AssumeRolePolicyDocument"] = GuardrailCatalogue.Get("gateway-trust").Render(parameters),
                    ["Policies"] = new JsonArray(Inline("roles-permissions", GuardrailCatalogue.Get("roles-permissions").Render(parameters))),
                },
            },
        });
    }

    static JsonObject Of(string description, JsonObject resources) => new()
    {
        ["AWSTemplateFormatVersion"] = "2010-09-09",
        ["Description"] = description,
        ["Resources"] = resources,
        ["Outputs"] = new JsonObject(resources.Where(r => (string)r.Value!["Type"]! == "AWS::IAM::Role").Select(r => KeyValuePair.Create(
            r.Key, (JsonNode?)new JsonObject { ["Value"] = new JsonObject { ["Fn::GetAtt"] = new JsonArray(r.Key, "Arn") } }))),
    };

    static JsonObject Managed(string description, string path, JsonNode document) => new()
    {
        ["Type"] = "AWS::IAM::ManagedPolicy",
        ["Properties"] = new JsonObject { ["Description"] = description, ["Path"] = path, ["PolicyDocument"] = document },
    };

    static JsonObject Role(ExecutionRole role)
    {
        var properties = new JsonObject
        {
            ["RoleName"] = role.Role.Name,
            ["Path"] = role.Role.Path,
            ["AssumeRolePolicyDocument"] = role.Trust,
            ["PermissionsBoundary"] = Ref(Logical("execution-boundary")),
            ["ManagedPolicyArns"] = new JsonArray([.. role.Shared.Select(p => Ref(Logical(p)))]),
        };
        if (role.Role != RoleSet.Default)
        {
            properties["Policies"] = new JsonArray([.. role.Policies.Where(p => !role.Shared.Contains(p.Name)).Select(p => Inline(p.Name, p.Document))]);
            properties["Tags"] = new JsonArray([.. role.Tags.Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]);
        }

        return new() { ["Type"] = "AWS::IAM::Role", ["Properties"] = properties };
    }

    static JsonObject Inline(string name, JsonNode document) => new() { ["PolicyName"] = name, ["PolicyDocument"] = document };

    static JsonObject Ref(string logical) => new() { ["Ref"] = logical };

    // team-isolation becomes TeamIsolationPolicy.
    static string Logical(string id) => string.Concat(id.Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..])) + "Policy";

    // arn:aws:iam::1:role/studio-gateway/Roles has the path /studio-gateway/ and the name Roles.
    static (string Path, string Name) Named(string arn)
    {
        var resource = arn.Split(':', 6)[5];
        var (first, last) = (resource.IndexOf('/', StringComparison.Ordinal), resource.LastIndexOf('/'));
        return (resource[first..(last + 1)], resource[(last + 1)..]);
    }
}
