using System.Text.Json.Nodes;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>Timestamps of AWS JSON 1.1.</summary>
static class WireTime
{
    /// <summary>Seconds since the epoch with milliseconds.</summary>
    public static JsonNode Of(DateTimeOffset moment) => JsonValue.Create(moment.ToUnixTimeMilliseconds() / 1000m);
}
