using System.Diagnostics;

namespace ControlPlane.Cli.Hosting;

/// <summary>What the program stands in: its streams, its environment, its clock and the browser.</summary>
sealed record CliHost
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    /// <summary>The bytes of the standard output, for exports.</summary>
    public required Func<Stream> OpenOut { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public bool InIsTerminal { get; init; }

    /// <summary>The width of the terminal in characters.</summary>
    public int Width { get; init; } = 120;

    /// <summary>An environment variable; null when it is not set or empty.</summary>
    public required Func<string, string?> Variable { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Opens an address in the person's browser.</summary>
    public required Action<Uri> Browse { get; init; }

    /// <summary>The folder of the configuration: <c>$XDG_CONFIG_HOME/studioctl</c>, or <c>~/.config/studioctl</c>.</summary>
    public string ConfigFolder => Path.Combine(
        Variable("XDG_CONFIG_HOME") ?? Path.Combine(Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"),
        "studioctl");

    public static CliHost OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        OpenOut = Console.OpenStandardOutput,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        InIsTerminal = !Console.IsInputRedirected,
        Width = WidthOfTerminal(),
        Variable = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null,
        Browse = Open,
    };

    static int WidthOfTerminal()
    {
        try
        {
            return Console.IsOutputRedirected || Console.WindowWidth < 40 ? 120 : Console.WindowWidth;
        }
        catch (IOException)
        {
            // No terminal tells a width.
            return 120;
        }
    }

    static void Open(Uri address)
    {
        // Not through a shell: the address is data.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true }
            : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address.AbsoluteUri]);
        try
        {
            using var browser = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new CliException(ExitCodes.Failure, "CLI_NO_BROWSER", $"No browser could be opened: {e.Message}.")
            {
                Fix = "Give --print-url and open it yourself.",
            };
        }
    }
}
