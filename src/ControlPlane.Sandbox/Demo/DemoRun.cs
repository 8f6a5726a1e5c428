using ControlPlane.Server;

namespace ControlPlane.Sandbox.Demo;

/// <summary>Runs the demo until it is interrupted.</summary>
static class DemoRun
{
    /// <summary>0 after a clean stop; 1 when it cannot start, and standard error says why.</summary>
    public static async Task<int> RunAsync(DemoOptions options, CancellationToken ct)
    {
        try
        {
            await using var demo = await DemoHost.StartAsync(options, ct);
            await Console.Out.WriteLineAsync(DemoBanner.Write(demo.Options, demo.IdentityProvider));
            await demo.WaitForShutdownAsync(ct);
            return 0;
        }
        catch (Exception failure) when (Describe(failure) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return 1;
        }
    }

    static string? Describe(Exception failure)
        => failure is DemoException or IOException or UnauthorizedAccessException ? failure.Message : ControlPlaneServer.DescribeStartFailure(failure);
}
