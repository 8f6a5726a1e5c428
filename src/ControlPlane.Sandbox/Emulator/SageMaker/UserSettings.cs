using System.Text.Json.Nodes;

namespace ControlPlane.Sandbox.Emulator.SageMaker;

/// <summary>UserSettings, which are kept and returned as they came.</summary>
static class UserSettings
{
    /// <summary>The execution role that they name; null for none.</summary>
    public static string? ExecutionRole(JsonObject? settings) => settings?["ExecutionRole"]?.ToString();

    /// <summary>The settings after an update: a member that is given replaces the one of before, the others stay.</summary>
    public static JsonObject Merge(JsonObject? before, JsonObject? update)
    {
        var merged = (JsonObject?)before?.DeepClone() ?? [];
        foreach (var (name, value) in update ?? [])
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }
}
