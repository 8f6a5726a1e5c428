using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlPlane.Cli.Yaml;

/// <summary>JSON as YAML, and back.</summary>
static class YamlJson
{
    public static YamlNode ToYaml(JsonNode? json) => json switch
    {
        null => YamlText.Plain("null"),
        JsonObject map => YamlMap.Of(map.Select(f => (f.Key, ToYaml(f.Value)))),
        JsonArray list => new YamlList([.. list.Select(ToYaml)], 0),
        _ => json.GetValueKind() is JsonValueKind.String ? YamlText.Of(json.GetValue<string>()) : YamlText.Plain(json.ToJsonString()),
    };

    /// <summary>Plain <c>true</c>, <c>false</c>, <c>null</c> and whole numbers keep their type; all else is text.</summary>
    public static JsonNode? ToJson(YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                var json = new JsonObject();
                foreach (var (key, value) in map.Fields)
                {
                    json[((YamlText)key).Value] = ToJson(value);
                }

                return json;
            case YamlList list:
                return new JsonArray([.. list.Items.Select(ToJson)]);
            case YamlText { IsNull: true }:
                return null;
            case YamlText { IsPlain: true, Value: "true" or "false" } flag:
                return JsonValue.Create(flag.Value == "true");
            case YamlText { IsPlain: true } number when long.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                && whole.ToString(CultureInfo.InvariantCulture) == number.Value:
                return JsonValue.Create(whole);
            default:
                return JsonValue.Create(((YamlText)node).Value);
        }
    }
}
