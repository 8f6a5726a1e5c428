using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace ControlPlane.Cli.Output;

/// <summary>Messages of the API as JSON.</summary>
static class JsonText
{
    static readonly JsonFormatter _formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(TypeRegistry.FromFiles(
        ErrorDetailsReflection.Descriptor, V1.AccountsReflection.Descriptor, V1.DomainsReflection.Descriptor, V1.ProfilesReflection.Descriptor)));

    /// <summary>Indented, with characters as they are.</summary>
    public static JsonSerializerOptions Readable { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };

    public static JsonNode Of(IMessage message) => JsonNode.Parse(_formatter.Format(message))!;

    public static JsonArray Of(IEnumerable<IMessage> messages) => [.. messages.Select(Of)];
}
