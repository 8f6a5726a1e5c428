using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ControlPlane.Conformance;

/// <summary>Holds an outcome against what the scenario expects.</summary>
static class Expectation
{
    /// <summary>What does not fit, each with its path.</summary>
    public static IEnumerable<string> Misfits(JsonNode expected, JsonNode? actual, string path)
    {
        if (expected is JsonValue pattern && pattern.TryGetValue<string>(out var text) && text.StartsWith('^'))
        {
            return actual is JsonValue value && value.TryGetValue<string>(out var told) && Regex.IsMatch(told, text) ? [] : [$"{path} is {Shown(actual)} and not like {text}"];
        }

        if (expected is not JsonObject members)
        {
            return JsonNode.DeepEquals(expected, actual) ? [] : [$"{path} is {Shown(actual)} and not {Shown(expected)}"];
        }

        if (members["atLeast"] is { } least)
        {
            return actual is not null && Number(actual) >= Number(least) ? [] : [$"{path} is {Shown(actual)} and not at least {least}"];
        }

        if (members["atMost"] is { } most)
        {
            return actual is not null && Number(actual) <= Number(most) ? [] : [$"{path} is {Shown(actual)} and not at most {most}"];
        }

        return actual is not JsonObject got ? [$"there is no {path}: {Shown(actual)}"]
            : members.SelectMany(m => Misfits(m.Value!, got[m.Key], path.Length == 0 ? m.Key : $"{path}.{m.Key}"));
    }

    static double Number(JsonNode node) => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);

    static string Shown(JsonNode? node) => node?.ToJsonString(JsonSerializerOptions.Default) ?? "nothing";
}
