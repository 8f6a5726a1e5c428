using System.Text.Json.Nodes;

namespace ControlPlane.Sandbox.Demo;

/// <summary>Writes IAM policy documents.</summary>
static class Policies
{
    /// <summary>A permission policy that allows actions on resources; one that allows nothing when there is no resource.</summary>
    public static string Allow(string[] actions, IEnumerable<string> resources)
    {
        var targets = List(resources);
        var statement = new JsonObject { ["Effect"] = "Allow", ["Action"] = List(actions), ["Resource"] = targets };
        return new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = targets.Count > 0 ? new JsonArray(statement) : new JsonArray() }.ToJsonString();
    }

    static JsonArray List(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];
}
