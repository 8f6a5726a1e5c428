using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Catalogue;

public sealed class RoleStackTests
{
    static readonly JsonNode s_resources = RoleStack.Template([TeamRole.Of("Team1"), TeamRole.Of("team-2", "ml/two/Role2")], GuardrailParameters.Default)["Resources"]!;

    [Fact]
    public void Every_document_of_the_template_is_a_valid_policy_of_its_kind()
    {
        foreach (var (name, resource) in s_resources.AsObject())
        {
            var properties = resource!["Properties"]!;
            foreach (var (document, kind) in Documents(name, properties))
            {
                Assert.Empty(Policy.Read(name, document!.ToJsonString(), kind).Errors);
            }
        }
    }

    [Fact]
    public void Everything_that_a_role_refers_to_is_in_the_template()
    {
        foreach (var role in s_resources.AsObject().Where(r => (string)r.Value!["Type"]! == "AWS::IAM::Role"))
        {
            var properties = role.Value!["Properties"]!;

            Assert.Equal("ExecutionBoundaryPolicy", (string)properties["PermissionsBoundary"]!["Ref"]!);
            Assert.All(properties["ManagedPolicyArns"]!.AsArray().Append(properties["PermissionsBoundary"]), r => Assert.NotNull(s_resources[(string)r!["Ref"]!]));
        }
    }

    [Fact]
    public void Role_of_a_team_carries_its_tag_and_passes_itself_alone()
    {
        var role = s_resources["Teamteam2Role"]!["Properties"]!;
        var pass = Policy.Parse("pass", role["Policies"]![0]!["PolicyDocument"]!.ToJsonString(), PolicyKind.Identity);
        var boundary = Policy.Parse("boundary", s_resources["ExecutionBoundaryPolicy"]!["Properties"]!["PolicyDocument"]!.ToJsonString(), PolicyKind.PermissionBoundary);
        var policies = new PolicySet { Identity = [pass], Boundary = boundary };

        Assert.Equal(("/ml/two/", "Role2"), ((string)role["Path"]!, (string)role["RoleName"]!));
        Assert.Equal("""[{"Key":"team","Value":"team-2"}]""", role["Tags"]!.ToJsonString());
        Assert.True(Passes(policies, "arn:aws:iam::111122223333:role/ml/two/Role2"));
        Assert.False(Passes(policies, "arn:aws:iam::111122223333:role/studio/Team1"));
    }

    [Fact]
    public void Default_role_has_no_team_and_reads_lists_only()
    {
        var role = s_resources["StudioDefault"]!["Properties"]!;

        Assert.Null(role["Tags"]);
        Assert.Equal("""[{"Ref":"StudioReadPolicy"}]""", role["ManagedPolicyArns"]!.ToJsonString());
    }

    [Fact]
    public void Documents_of_the_template_are_those_that_the_control_plane_writes_through_IAM()
    {
        var roles = RoleSet.Of([TeamRole.Of("Team1"), TeamRole.Of("team-2", "ml/two/Role2")], GuardrailParameters.Default);
        var resources = s_resources.AsObject().Where(r => (string)r.Value!["Type"]! == "AWS::IAM::Role").Select(r => r.Value!["Properties"]!).ToList();

        Assert.Equal(resources.Select(r => (string)r["RoleName"]!), roles.Roles.Select(r => r.Role.Name));
        foreach (var (stack, role) in resources.Zip(roles.Roles))
        {
            var inStack = stack["ManagedPolicyArns"]!.AsArray().Select(r => s_resources[(string)r!["Ref"]!]!["Properties"]!["PolicyDocument"]!)
                .Concat((stack["Policies"]?.AsArray() ?? []).Select(p => p!["PolicyDocument"]!));
            Assert.Equal(inStack.Select(d => d.ToJsonString()), role.Policies.Select(p => p.Document.ToJsonString()));
            Assert.Equal(stack["AssumeRolePolicyDocument"]!.ToJsonString(), role.Trust.ToJsonString());
            Assert.Equal((string)stack["Path"]!, role.Role.Path);
            Assert.Equal(
                (stack["Tags"]?.AsArray() ?? []).Select(t => ((string)t!["Key"]!, (string)t["Value"]!)), role.Tags.Select(t => (t.Key, t.Value)));
        }

        Assert.Equal(s_resources["ExecutionBoundaryPolicy"]!["Properties"]!["PolicyDocument"]!.ToJsonString(), roles.Boundary.ToJsonString());
        Assert.Equal(["Role2"], roles.Uncovered.Select(r => r.Name));
    }

    [Fact]
    public void Setup_has_the_boundary_and_a_role_that_makes_roles_under_it_and_cannot_lift_it()
    {
        var parameters = GuardrailParameters.Default.With(("account", ["222233334444"]));
        var resources = RoleStack.Setup(parameters)["Resources"]!;
        var (boundary, maker) = (resources["ExecutionBoundaryPolicy"]!["Properties"]!, resources["RolesRole"]!["Properties"]!);
        var policy = Policy.Parse("roles", maker["Policies"]![0]!["PolicyDocument"]!.ToJsonString(), PolicyKind.Identity);
        var arn = RoleSet.Of([], parameters).BoundaryArn;

        Assert.Equal(arn, $"arn:aws:iam::222233334444:policy{boundary["Path"]}{boundary["ManagedPolicyName"]}");
        Assert.Equal(RoleSet.MakerArn(parameters), $"arn:aws:iam::222233334444:role{maker["Path"]}{maker["RoleName"]}");
        Assert.Equal(RoleSet.Of([], parameters).Boundary.ToJsonString(), boundary["PolicyDocument"]!.ToJsonString());
        Assert.False(PolicyEvaluator.Decide(new() { Identity = [policy] }, new("iam:CreatePolicyVersion", arn, new())).IsAllowed);
    }

    static bool Passes(PolicySet policies, string role)
        => PolicyEvaluator.Decide(policies, new("iam:PassRole", role, new RequestContext().With("iam:PassedToService", "sagemaker.amazonaws.com"))).IsAllowed;

    static IEnumerable<(JsonNode? Document, PolicyKind Kind)> Documents(string name, JsonNode properties)
        => properties["PolicyDocument"] is { } managed
            ? [(managed, name == "ExecutionBoundaryPolicy" ? PolicyKind.PermissionBoundary : PolicyKind.Identity)]
            : [(properties["AssumeRolePolicyDocument"], PolicyKind.Trust), .. (properties["Policies"]?.AsArray() ?? []).Select(p => (p!["PolicyDocument"], PolicyKind.Identity))];
}
