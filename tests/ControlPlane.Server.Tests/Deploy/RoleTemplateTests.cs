using System.Globalization;
using System.Text.Json.Nodes;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Policies;
using Xunit;

namespace ControlPlane.Server.Tests.Deploy;

/// <summary>The policies of the role templates are those of the catalogue, which the docs and studioctl print.</summary>
public sealed class RoleTemplateTests
{
    const string Hub = "arn:aws:iam::999900001111:role/StudioControlPlane";

    static readonly CloudFormationTemplate s_member = CloudFormationTemplate.Read(
        "member-roles", ("ControlPlaneRoleArn", Hub), ("ExternalId", "studio-gateway-research"), ("ExecutionRolesBy", "control-plane"));

    static readonly (string, string)[] s_service =
        [.. new[] { "ControlPlaneRoleArn", "Image", "HostName", "IdentityProviderMetadata" }.Select(name => (name, "given"))];

    [Theory]
    [InlineData("BrokerRole", "broker-permissions")]
    [InlineData("VendRole", "vend-permissions")]
    [InlineData("RolesRole", "roles-permissions")]
    public void Role_of_a_member_account_is_what_the_catalogue_says(string resource, string permissions)
    {
        var role = s_member.Properties(resource);
        var policy = Assert.Single(role["Policies"]!.AsArray());

        AssertIs("gateway-trust", role["AssumeRolePolicyDocument"]);
        AssertIs(permissions, policy!["PolicyDocument"]);
        Assert.Equal(permissions, (string)policy["PolicyName"]!);
        Assert.Equal("/studio-gateway/", (string)role["Path"]!);
    }

    [Fact]
    public void Boundaries_are_what_the_catalogue_says_and_hold_the_roles()
    {
        AssertIs("gateway-boundary", s_member.Properties("GatewayBoundary")["PolicyDocument"]);
        AssertIs("execution-boundary", s_member.Properties("ExecutionBoundary")["PolicyDocument"]);
        Assert.All(["BrokerRole", "VendRole"], role => Assert.Equal(
            "arn:aws:iam::111122223333:policy/studio-gateway/StudioGatewayBoundary", (string)s_member.Properties(role)["PermissionsBoundary"]!));
    }

    [Fact]
    public void Names_are_those_that_the_catalogue_counts_on()
    {
        Assert.Equal((GatewayRole("broker-roles"), GatewayRole("vend-roles")), (s_member.Output("BrokerRoleArn"), s_member.Output("VendRoleArn")));
        Assert.Equal(GatewayRole("roles-role"), s_member.Output("RolesRoleArn"));
        Assert.Equal(GatewayRole("boundary-policy"), s_member.Output("ExecutionBoundaryArn"));
    }

    [Fact]
    public void What_makes_execution_roles_is_what_studioctl_prints_for_it()
    {
        var printed = RoleStack.Setup(GuardrailParameters.Default)["Resources"]!;

        AssertEqual(printed["RolesRole"]!["Properties"]!, Without(s_member.Properties("RolesRole"), "Description"));
        AssertEqual(Without(printed["ExecutionBoundaryPolicy"]!["Properties"]!, "Description"), Without(s_member.Properties("ExecutionBoundary"), "Description"));
    }

    [Fact]
    public void What_makes_execution_roles_is_there_by_choice_alone()
    {
        string[] always = ["GatewayBoundary", "BrokerRole", "VendRole"];

        Assert.Equal(always, CloudFormationTemplate.Read("member-roles", ("ControlPlaneRoleArn", Hub)).Resources);
        Assert.Equal([.. always, "ExecutionBoundary"], CloudFormationTemplate.Read("member-roles", ("ControlPlaneRoleArn", Hub), ("ExecutionRolesBy", "boundary")).Resources);
        Assert.Equal([.. always, "ExecutionBoundary", "RolesRole"], s_member.Resources);
    }

    [Fact]
    public void External_id_differs_in_each_account_unless_it_is_given()
    {
        var one = CloudFormationTemplate.Read("member-roles", ("ControlPlaneRoleArn", Hub), ("AWS::AccountId", "222233334444"));

        Assert.Equal("studio-gateway-222233334444", one.Output("ExternalId"));
        Assert.Contains("\"studio-gateway-222233334444\"", one.Properties("VendRole")["AssumeRolePolicyDocument"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("studio-gateway-research", s_member.Output("ExternalId"));
    }

    [Fact]
    public void Role_of_the_organization_is_what_the_catalogue_says()
    {
        var template = CloudFormationTemplate.Read("organization-role", ("ControlPlaneRoleArn", Hub), ("ExternalId", "studio-gateway-research"));
        var role = template.Properties("OrganizationRole");

        AssertIs("gateway-trust", role["AssumeRolePolicyDocument"]);
        AssertIs("organization-permissions", Assert.Single(role["Policies"]!.AsArray())!["PolicyDocument"]);
        Assert.Equal("arn:aws:iam::111122223333:role/studio-gateway/StudioGatewayOrganization", template.Output("OrganizationRoleArn"));
    }

    [Fact]
    public void Control_plane_may_become_the_gateway_roles_and_use_its_store()
    {
        var plain = CloudFormationTemplate.Read("hub-role");
        var table = CloudFormationTemplate.Read("hub-role", ("DynamoDbTableArn", "arn:aws:dynamodb:eu-central-1:999900001111:table/controlplane"), ("OrganizationId", "o-a1b2c3d4e5"));

        // The list of one role is a text in the catalogue.
        var policy = plain.Properties("GatewayPolicy")["PolicyDocument"]!;
        policy["Statement"]![0]!["Resource"] = (string)Assert.Single(policy["Statement"]![0]!["Resource"]!.AsArray())!;
        AssertIs("gateway-permissions", policy);
        Assert.Equal(["ControlPlaneRole", "GatewayPolicy"], plain.Resources);
        Assert.Equal(["ControlPlaneRole", "GatewayPolicy", "TablePolicy"], table.Resources);
        Assert.Equal(
            """{"StringEquals":{"aws:ResourceOrgID":"o-a1b2c3d4e5"}}""", table.Properties("GatewayPolicy")["PolicyDocument"]!["Statement"]![0]!["Condition"]!.ToJsonString());
    }

    [Theory]
    [InlineData("ecs", "ecs-tasks.amazonaws.com")]
    [InlineData("pod-identity", "pods.eks.amazonaws.com")]
    [InlineData("ec2", "ec2.amazonaws.com")]
    [InlineData("irsa", "oidc-provider/oidc.example.com/id/1")]
    public void Only_what_it_runs_on_becomes_the_control_plane(string runsOn, string principal)
    {
        var template = CloudFormationTemplate.Read(
            "hub-role", ("RunsOn", runsOn), ("ClusterArn", "arn:aws:eks:eu-central-1:111122223333:cluster/one"), ("OidcProvider", "oidc.example.com/id/1"));
        var trust = template.Properties("ControlPlaneRole")["AssumeRolePolicyDocument"]!;
        // By IRSA it is a text, as a key of its condition has the provider's name.
        var document = trust is JsonValue ? JsonNode.Parse((string)trust!)! : trust;

        Assert.Empty(Policy.Read("trust", document.ToJsonString(), PolicyKind.Trust).Errors);
        Assert.Contains(principal, Assert.Single(document["Statement"]!.AsArray())!["Principal"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hub-role")]
    [InlineData("service-ecs")]
    [InlineData("domain")]
    [InlineData("dynamodb-table")]
    public void Every_policy_of_a_template_is_one(string name)
    {
        var template = CloudFormationTemplate.Read(
            name, ("DynamoDbTableArn", "arn:aws:dynamodb:eu-central-1:111122223333:table/t"), ("DynamoDbKeyArn", "arn:aws:kms:eu-central-1:111122223333:key/k"),
            ("DatabaseUserArn", "arn:aws:rds-db:eu-central-1:111122223333:dbuser:c/u"), ("StorageEngine", "postgres"),
            ("DatabaseConnectionSecretArn", "arn:aws:secretsmanager:eu-central-1:111122223333:secret:s"));
        var documents = template.Resources.Where(r => r.EndsWith("Policy", StringComparison.Ordinal) || r is "StartRole" or "Key").SelectMany(r => Documents(template.Properties(r))).ToList();

        Assert.NotEmpty(documents);
        Assert.All(documents, d => Assert.Empty(Policy.Read(name, d.Document.ToJsonString(), d.Kind).Errors));
    }

    [Fact]
    public void Replicas_have_the_time_that_their_drain_takes()
    {
        var container = CloudFormationTemplate.Read("service-ecs", s_service).Properties("TaskDefinition")["ContainerDefinitions"]![0]!;
        var environment = container["Environment"]!.AsArray().ToDictionary(v => (string)v!["Name"]!, v => v!["Value"]);
        TimeSpan Span(string name) => TimeSpan.Parse((string)environment[name]!, CultureInfo.InvariantCulture);

        var drain = Span("Server__DrainDelay") + Span("Server__DrainTime");
        var stop = TimeSpan.FromSeconds(int.Parse((string)container["StopTimeout"]!, CultureInfo.InvariantCulture));

        // Two minutes are the most that Fargate takes.
        Assert.InRange(stop, drain + TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2));
    }

    static IEnumerable<(JsonNode Document, PolicyKind Kind)> Documents(JsonObject properties)
    {
        if (properties["KeyPolicy"] is { } key)
        {
            yield return (key, PolicyKind.Resource);
        }

        if (properties["AssumeRolePolicyDocument"] is { } trust)
        {
            yield return (trust, PolicyKind.Trust);
        }

        foreach (var document in (properties["Policies"]?.AsArray() ?? []).Select(p => p!["PolicyDocument"]).Append(properties["PolicyDocument"]).OfType<JsonNode>())
        {
            yield return (document, PolicyKind.Identity);
        }
    }

    static string GatewayRole(string parameter) => GuardrailParameters.Default.One(parameter).Replace("::*:", "::111122223333:", StringComparison.Ordinal);

    static void AssertIs(string guardrail, JsonNode? document) => AssertEqual(GuardrailCatalogue.Get(guardrail).Render(GuardrailParameters.Default), document);

    static void AssertEqual(JsonNode expected, JsonNode? actual)
        => Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected.ToJsonString()}\nfound    {actual?.ToJsonString()}");

    static JsonObject Without(JsonNode map, string name)
    {
        var copy = (JsonObject)map.DeepClone();
        copy.Remove(name);
        return copy;
    }
}
