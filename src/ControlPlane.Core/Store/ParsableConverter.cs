using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlPlane.Store;

/// <summary>Writes a small value, such as an id, as its text.</summary>
/// <typeparam name="T">The value's type: its <c>ToString</c> gives what its <c>Parse</c> takes.</typeparam>
public sealed class ParsableConverter<T> : JsonConverter<T>
    where T : struct, IParsable<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => T.TryParse(reader.GetString(), null, out var value)
            ? value
            : throw new JsonException($"The document holds a {typeof(T).Name} that is malformed.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
