using ControlPlane.Server.Hosting;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server;

/// <summary>The whole process, for its own program, the demo host and tests.</summary>
public static class ControlPlaneServer
{
    /// <summary>Builds the server, ready to start. What is wrong with its configuration is told when it starts.</summary>
    /// <param name="args">Command-line arguments, which are configuration: <c>--Server:PublicUrl=https://studio.example.com</c>.</param>
    /// <param name="configure">More configuration and services, before the server adds its own; null for none.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.AddControlPlaneServer();
        var app = builder.Build();
        app.UseControlPlaneServer();
        return app;
    }

    /// <summary>Runs the server until it is told to stop.</summary>
    /// <param name="args">Command-line arguments, which are configuration.</param>
    /// <param name="configure">More configuration and services, before the server adds its own; null for none.</param>
    /// <returns>The exit code: 0 after a clean stop; 1 when it cannot start, and standard error says why.</returns>
    public static async Task<int> RunAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        try
        {
            await using var app = Build(args, configure);
            // Before the host does it, which would log each fault with its stack trace.
            app.Services.GetService<IStartupValidator>()?.Validate();
            await app.StartAsync();
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception failure) when (DescribeStartFailure(failure) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return 1;
        }
    }

    /// <summary>Why the server could not start, for whoever runs it; null when the failure is a defect and needs its stack trace.</summary>
    /// <param name="failure">What <see cref="Build"/> or starting threw.</param>
    public static string? DescribeStartFailure(Exception failure) => StartupErrors.Describe(failure);
}
