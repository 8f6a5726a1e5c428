using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlPlane.Planning;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CapacityLimits))]
sealed partial class CapacityLimitsJson : JsonSerializerContext;
