using System.Diagnostics;

namespace ControlPlane.Server.Tests.Running;

/// <summary>The server's own program in a process of its own.</summary>
static class ServerProcess
{
    public static Process Start(string folder, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ControlPlane.Server.dll"));
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        start.Environment["AWS_ACCESS_KEY_ID"] = TestWorld.AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = TestWorld.SecretKey;
        start.Environment["AWS_SESSION_TOKEN"] = TestWorld.SessionToken;
        return Process.Start(start)!;
    }

    /// <summary>Asks it to stop, as every container platform does.</summary>
    public static async Task TerminateAsync(this Process process, CancellationToken ct)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync(ct);
    }
}
