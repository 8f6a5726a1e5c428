using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ControlPlane.Guardrails.Catalogue;

/// <summary>Fills <c>{{name}}</c> in the texts and names of a JSON document. A list takes the place of the text that consists of its name,
/// as a list or inside one. <c>{{name[1]}}</c> is its second value, or the last when there are fewer; <c>{{example name}}</c> is something
/// that the first takes in.</summary>
static partial class PolicyTemplate
{
    /// <summary>The names of the parameters that a document uses.</summary>
    public static IEnumerable<string> NamesIn(string json) => Placeholder().Matches(json).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal);

    public static JsonNode? Fill(JsonNode? node, GuardrailParameters parameters) => node switch
    {
        JsonObject map => new JsonObject(map.Select(f => KeyValuePair.Create(Text(f.Key, parameters), Fill(f.Value, parameters)))),
        JsonArray list => new JsonArray([.. list.SelectMany(item => Items(item, parameters))]),
        JsonValue value when value.TryGetValue<string>(out var text) => WholeList(text, parameters) is { } items
            ? new JsonArray([.. items.Select(i => JsonValue.Create(i))])
            : JsonValue.Create(Text(text, parameters)),
        _ => node?.DeepClone(),
    };

    static IEnumerable<JsonNode?> Items(JsonNode? item, GuardrailParameters parameters)
        => item is JsonValue value && value.TryGetValue<string>(out var text) && WholeList(text, parameters) is { } items
            ? items.Select(i => (JsonNode?)JsonValue.Create(i))
            : [Fill(item, parameters)];

    static IReadOnlyList<string>? WholeList(string text, GuardrailParameters parameters)
        => Placeholder().Match(text) is { Success: true } only && only.Length == text.Length && !only.Groups["index"].Success && !only.Groups["example"].Success
            && GuardrailParameter.Find(only.Groups["name"].Value) is { IsList: true }
            ? parameters[only.Groups["name"].Value]
            : null;

    static string Text(string text, GuardrailParameters parameters) => Placeholder().Replace(text, found =>
    {
        var values = parameters[found.Groups["name"].Value];
        var index = found.Groups["index"] is { Success: true } given ? int.Parse(given.Value, CultureInfo.InvariantCulture) : 0;
        var value = values[Math.Min(index, values.Count - 1)];
        return found.Groups["example"].Success ? Example(value, parameters) : value;
    });

    // Something that a pattern or an address range takes in.
    static string Example(string pattern, GuardrailParameters parameters)
        => IPNetwork.TryParse(pattern, out var range) ? range.BaseAddress.ToString()
            : pattern.Replace("::*:", $"::{parameters.One("account")}:", StringComparison.Ordinal).Replace("*", "example", StringComparison.Ordinal);

    [GeneratedRegex(@"\{\{(?<example>example )?(?<name>[a-z-]+)(?:\[(?<index>[0-9])\])?\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
