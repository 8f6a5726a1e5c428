using System.Text.Json.Nodes;

namespace ControlPlane.Sandbox.Demo;

/// <summary>Writes IAM policy documents.</summary>
static class Policies
{
    public static string Of(params JsonObject[] statements)
        => new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements]) }.ToJsonString();

    /// <summary>A statement of a permission policy.</summary>
    public static JsonObject Allow(string[] actions, string[] resources, string? key = null, string? value = null)
        => Statement(actions, "Resource", List(resources), key, value);

    /// <summary>A statement of a trust policy.</summary>
    public static JsonObject Trust(string kind, string principal, string[] actions, string? key = null, string? value = null)
        => Statement(actions, "Principal", new JsonObject { [kind] = principal }, key, value);

    static JsonObject Statement(string[] actions, string member, JsonNode about, string? key, string? value)
    {
        var statement = new JsonObject { ["Effect"] = "Allow", ["Action"] = List(actions), [member] = about };
        if (key is not null)
        {
            statement["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { [key] = value } };
        }

        return statement;
    }

    static JsonArray List(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];
}
