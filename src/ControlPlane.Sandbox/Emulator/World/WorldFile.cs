using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>The data file. Each write replaces it whole, so that a crash leaves the old one or the new one.</summary>
sealed class WorldFile(string path)
{
    static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>Reads the file; null when there is none yet.</summary>
    public WorldState? Read() => File.Exists(path) ? JsonSerializer.Deserialize<WorldState>(File.ReadAllText(path), Options) : null;

    /// <summary>Replaces the file.</summary>
    public void Write(WorldState state)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var next = $"{path}.next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, state, Options);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
