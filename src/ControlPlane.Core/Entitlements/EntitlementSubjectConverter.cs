using System.Text.Json;
using System.Text.Json.Serialization;
using ControlPlane.Users;

namespace ControlPlane.Entitlements;

/// <summary>Writes a subject as <c>user:{id}</c> or <c>group:{id}</c>.</summary>
sealed class EntitlementSubjectConverter : JsonConverter<EntitlementSubject>
{
    public override EntitlementSubject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? "";
        var cut = text.IndexOf(':', StringComparison.Ordinal);
        return text[..Math.Max(cut, 0)] switch
        {
            "user" when UserId.TryParse(text[(cut + 1)..], null, out var user) => EntitlementSubject.Of(user),
            "group" when GroupId.TryParse(text[(cut + 1)..], null, out var group) => EntitlementSubject.Of(group),
            _ => throw new JsonException("The document holds an entitlement's subject that is malformed."),
        };
    }

    public override void Write(Utf8JsonWriter writer, EntitlementSubject value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.ToString());
}
