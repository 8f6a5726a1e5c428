using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace ControlPlane.Guardrails.Tests.Interop;

/// <summary>The npm package <c>@cloud-copilot/iam-simulate</c> in a process of its own. Its licence is the AGPL: it is run to be compared with,
/// and nothing of ours links or ships it.</summary>
static class IamSimulate
{
    static string Folder { get; } = Path.Combine(Root(), "tests", "interop", "iam-js");

    /// <summary>Decides each simulation: <c>allow</c>, <c>implicitDeny</c> or <c>explicitDeny</c>.</summary>
    public static async Task<string[]> DecideAsync(IEnumerable<JsonObject> simulations, CancellationToken ct)
    {
        Assert.True(
            Directory.Exists(Path.Combine(Folder, "node_modules")),
            "iam-simulate is missing: install Node.js 20 or later and run 'npm ci' in tests/interop/iam-js (./eng/test does both).");
        var start = new ProcessStartInfo("node", ["simulate.mjs"]) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(new JsonArray([.. simulations]).ToJsonString().AsMemory(), ct);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        Assert.Equal(0, process.ExitCode);
        return JsonSerializer.Deserialize<string[]>(output)!;
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ControlPlane.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run inside the repository.");
        }

        return folder.FullName;
    }
}
