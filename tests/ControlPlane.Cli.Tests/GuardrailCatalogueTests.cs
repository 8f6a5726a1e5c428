using System.Text.Json;
using System.Text.Json.Nodes;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Tests.Running;
using ControlPlane.Cli.Yaml;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Sandbox.Emulator;
using Xunit;

namespace ControlPlane.Cli.Tests;

/// <summary>The guardrails that ship, from the command line. No server runs in these tests.</summary>
public sealed class GuardrailCatalogueTests : IDisposable
{
    readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Guardrails_are_listed_in_every_format()
    {
        var table = await _shell.RunAsync("guardrails", "list");
        var names = await _shell.RunAsync("guardrails", "list", "-o", "name");
        var json = await _shell.RunAsync("guardrails", "list", "-o", "json");

        Assert.Contains("team-isolation", table.Out, StringComparison.Ordinal);
        Assert.Equal(GuardrailCatalogue.All.Select(g => g.Id), names.Out.TrimEnd().Split('\n'));
        Assert.All(JsonElement.Parse(json.Out).EnumerateArray(), g => Assert.InRange(g.GetProperty("size").GetInt32(), 1, g.GetProperty("sizeLimit").GetInt32()));
    }

    [Fact]
    public async Task Guardrail_is_shown_with_what_it_does_not_do()
    {
        var ran = await _shell.RunAsync("guardrails", "show", "presign-endpoint", "--param", "vpc-endpoints=vpce-12345678");

        Assert.Equal(ExitCodes.Ok, ran.Code);
        Assert.Contains("limit", ran.Out, StringComparison.Ordinal);
        Assert.Contains("S002-G4", ran.Out, StringComparison.Ordinal);
        Assert.Contains("\"vpce-12345678\"", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCodes.NotFound, "GUARDRAIL_NOT_FOUND", "show", "nothing")]
    [InlineData(ExitCodes.Usage, "PARAMETER_INVALID", "render", "log-key", "--param", "account=1")]
    [InlineData(ExitCodes.Usage, "CLI_USAGE", "render")]
    [InlineData(ExitCodes.Usage, "CLI_USAGE", "render", "--all")]
    [InlineData(ExitCodes.Usage, "CLI_USAGE", "roles", "--team", "a=r", "--team", "b=r")]
    [InlineData(ExitCodes.Usage, "CLI_USAGE", "roles")]
    public async Task What_cannot_be_rendered_is_refused(int code, string reason, params string[] command)
    {
        var ran = await _shell.RunAsync(["guardrails", .. command]);

        Assert.Equal((code, ""), (ran.Code, ran.Out));
        Assert.Contains(reason, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rendered_catalogue_passes_its_own_vectors()
    {
        var folder = Path.Combine(_shell.Home, "out");

        var rendered = await _shell.RunAsync("guardrails", "render", "--all", "--out", folder, "--param", "account=222233334444", "--param", "team-tag=project");
        var tested = await _shell.RunAsync("guardrails", "test", "--policies", Path.Combine(folder, "tests"), "--vectors", Path.Combine(folder, "tests", "vectors.json"));

        Assert.Equal(ExitCodes.Ok, rendered.Code);
        Assert.True(tested.Code == ExitCodes.Ok, tested.Out + tested.Error);
        Assert.Contains(", 0 failed", tested.Out, StringComparison.Ordinal);
        Assert.Contains("project", await File.ReadAllTextAsync(Path.Combine(folder, "team-isolation.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_are_the_same_template_as_yaml_and_as_json()
    {
        var yaml = await _shell.RunAsync("guardrails", "roles", "--team", "Team1", "--team", "Team2=ml/Two");
        var json = await _shell.RunAsync("guardrails", "roles", "--team", "Team1", "--team", "Team2=ml/Two", "-o", "json");

        using var text = new StringReader(yaml.Out);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json.Out), YamlJson.ToJson(YamlReader.ReadAll(text).Single())));
    }

    [Fact]
    public void Gateway_roles_are_those_of_the_enrolment_guide()
    {
        var parameters = GuardrailParameters.Default.With(("execution-roles", ["arn:aws:iam::111122223333:role/studio/*"]));
        var principal = parameters.One("control-plane-role");

        Same("vend-permissions", SeedPolicies.Vend("111122223333"));
        Same("broker-permissions", SeedPolicies.Broker("111122223333"));
        Same("gateway-permissions", SeedPolicies.AssumeStudioGateway);
        Same("gateway-trust", SeedPolicies.TrustControlPlane(principal, parameters.One("external-id")));

        void Same(string id, string shipped) => Assert.Equal(Plain(JsonNode.Parse(shipped)), Plain(GuardrailCatalogue.Get(id).Render(parameters)));
    }

    // A list of one is that one.
    static string Plain(JsonNode? node) => node switch
    {
        JsonArray { Count: 1 } one when one[0] is JsonValue => Plain(one[0]),
        JsonArray list => $"[{string.Join(',', list.Select(Plain))}]",
        JsonObject map => $"{{{string.Join(',', map.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}:{Plain(f.Value)}"))}}}",
        _ => node!.ToJsonString(),
    };
}
