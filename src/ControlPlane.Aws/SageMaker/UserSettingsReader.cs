using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Runtime;
using Amazon.SageMaker.Model;
using ControlPlane.Errors;

namespace ControlPlane.Aws.SageMaker;

/// <summary>Reads SageMaker's <c>UserSettings</c> out of the catalog's JSON. Every member must be known: what we would drop silently, an
/// administrator would believe to be in force.</summary>
static class UserSettingsReader
{
    const string Root = "spec.userSettings";

    static readonly JsonSerializerOptions s_json = new()
    {
        Converters = { new ConstantConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Reads the settings.</summary>
    /// <param name="json">The JSON object with AWS's member names.</param>
    /// <param name="violations">Everything that is wrong with it; the settings are then null.</param>
    public static UserSettings? Read(string json, out IReadOnlyList<Violation> violations)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                violations = [new(Root, "Not a JSON object.")];
                return null;
            }

            violations = [.. Unknown(document.RootElement, typeof(UserSettings), Root), .. Reserved(document.RootElement)];
            return violations.Count == 0 ? document.RootElement.Deserialize<UserSettings>(s_json) : null;
        }
        catch (JsonException error)
        {
            violations = [new(error.Path is { Length: > 1 } path ? Root + path[1..] : Root, "Not what SageMaker takes here.")];
            return null;
        }
    }

    /// <summary>Writes settings as the catalog would spell them, without the execution role.</summary>
    public static string Write(UserSettings? settings)
    {
        if (settings is null)
        {
            return "{}";
        }

        var json = JsonSerializer.SerializeToNode(settings, s_json)!.AsObject();
        json.Remove(nameof(UserSettings.ExecutionRole));
        return json.ToJsonString(s_json);
    }

    static IEnumerable<Violation> Reserved(JsonElement settings)
        => settings.TryGetProperty(nameof(UserSettings.ExecutionRole), out _)
            ? [new($"{Root}.{nameof(UserSettings.ExecutionRole)}", "The team's own execution role is used: remove it here.")]
            : [];

    static IEnumerable<Violation> Unknown(JsonElement value, Type type, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => UnknownMember(member, type, $"{path}.{member.Name}")),
        JsonValueKind.Array when type.IsGenericType => value.EnumerateArray().SelectMany((item, i) => Unknown(item, type.GenericTypeArguments[0], $"{path}[{i}]")),
        _ => [],
    };

    static IEnumerable<Violation> UnknownMember(JsonProperty member, Type type, string path)
        => type.GetProperty(member.Name, BindingFlags.Public | BindingFlags.Instance) is { } property && IsModel(type)
            ? Unknown(member.Value, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, path)
            : [new(path, "SageMaker has no such member.")];

    static bool IsModel(Type type) => type.Namespace == typeof(UserSettings).Namespace && !typeof(IEnumerable).IsAssignableFrom(type);

    sealed class ConstantConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeof(ConstantClass).IsAssignableFrom(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
            => (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

        sealed class Of<T> : JsonConverter<T> where T : ConstantClass
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
                => (T)Activator.CreateInstance(typeof(T), reader.TokenType is JsonTokenType.String ? reader.GetString() : throw new JsonException())!;

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
        }
    }
}
