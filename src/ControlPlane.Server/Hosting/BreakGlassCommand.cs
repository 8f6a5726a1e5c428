using System.Globalization;
using ControlPlane.Server.Authorization;

namespace ControlPlane.Server.Hosting;

/// <summary>Makes the credential for emergencies: writes its file and prints it, once.</summary>
static class BreakGlassCommand
{
    /// <summary>The first argument that means this command.</summary>
    public const string Name = "break-glass";

    /// <summary>Makes one and returns 0; 1 when the file cannot be written, 2 when the arguments are wrong.</summary>
    /// <param name="args"><c>--file</c>, which is <c>Api:BreakGlass:File</c> of the configuration unless set; <c>--valid-for</c>, a
    /// duration such as <c>08:00:00</c>, for ever unless set.</param>
    /// <param name="output">Where the credential goes.</param>
    /// <param name="error">Where everything else goes.</param>
    /// <param name="time">The clock.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error, TimeProvider time)
    {
        var configuration = WebApplication.CreateEmptyBuilder(new() { Args = args }).Configuration
            .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(args).Build();
        var path = configuration["file"] ?? configuration["Api:BreakGlass:File"];
        TimeSpan? lifetime = TimeSpan.TryParse(configuration["valid-for"], CultureInfo.InvariantCulture, out var span) ? span : null;
        if (string.IsNullOrEmpty(path) || (configuration["valid-for"] is not null && lifetime is not { Ticks: > 0 }))
        {
            error.WriteLine("usage: ControlPlane.Server break-glass --file PATH [--valid-for [d.]hh:mm:ss]");
            return 2;
        }

        var credential = BreakGlassCredential.Create();
        var file = BreakGlassFile.For(credential, time.GetUtcNow(), lifetime);
        try
        {
            file.Write(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"'{path}' was not written: {e.Message} An old file must be removed first, which ends its credential.");
            return 1;
        }

        output.WriteLine(credential.Reveal());
        error.WriteLine($"Wrote '{path}'. The line above is the credential and is shown this once. It is "
            + (file.ExpireTime is { } end ? $"good until {end:u}" : "good until the file is removed")
            + $", at servers whose Api:BreakGlass:File is this file. Send it as 'authorization: BreakGlass …'. Each use is audited as {BreakGlass.Action}.");
        return 0;
    }
}
