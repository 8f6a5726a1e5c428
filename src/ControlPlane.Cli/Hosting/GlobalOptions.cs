using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using ControlPlane.Cli.Output;

namespace ControlPlane.Cli.Hosting;

/// <summary>The options that every command takes.</summary>
static partial class GlobalOptions
{
    public static readonly Option<OutputFormat> Output = new("--output", "-o")
    {
        Description = "How results are written: table (unless given), json, yaml or name.",
        HelpName = "FORMAT",
        Recursive = true,
    };

    public static readonly Option<bool> DryRun = new("--dry-run") { Description = "Let the server check everything and change nothing.", Recursive = true };

    public static readonly Option<bool> Wait = new("--wait") { Description = "Wait until long work has ended, with its progress.", Recursive = true };

    public static readonly Option<TimeSpan?> Timeout = Duration(
        "--timeout", "How long the command may take, such as 30s or 5m. A single call takes 30s at the most unless this is set.");

    public static readonly Option<bool> NoColor = new("--no-color") { Description = "Write no colours. So does the variable NO_COLOR.", Recursive = true };

    public static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Write results and errors only.", Recursive = true };

    public static readonly Option<string?> Context = new("--context")
    {
        Description = "The context to use instead of the current one. So does the variable STUDIOCTL_CONTEXT.",
        HelpName = "NAME",
        Recursive = true,
    };

    public static readonly Option<Uri?> Address = UriOption(
        "--address", "The server's gRPC address instead of the context's. So does the variable STUDIOCTL_ADDRESS.", recursive: true);

    public static IReadOnlyList<Option> All { get; } = [Output, DryRun, Wait, Timeout, NoColor, Quiet, Context, Address];

    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        Recursive = name is "--timeout",
        CustomParser = result =>
        {
            if (TryDuration(result.Tokens[0].Value, out var length))
            {
                return length;
            }

            result.AddError($"{name} takes a length of time, such as 30s, 5m or 1h30m.");
            return null;
        },
    };

    public static Option<Uri?> UriOption(string name, string description, bool recursive = false) => new(name)
    {
        Description = description,
        HelpName = "URL",
        Recursive = recursive,
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            {
                return uri;
            }

            result.AddError($"{name} takes an address such as https://studio.example.com:8443.");
            return null;
        },
    };

    /// <summary>Seconds, or with units: <c>90</c>, <c>30s</c>, <c>12h</c>, <c>1h30m</c>, <c>30d</c>.</summary>
    public static bool TryDuration(string text, out TimeSpan length)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            length = TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));
            return true;
        }

        var match = Units().Match(text);
        length = new TimeSpan(Part("d"), Part("h"), Part("m"), Part("s"));
        return match.Success;

        int Part(string name) => match.Groups[name] is { Success: true } part ? int.Parse(part.Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^(?=\d)((?<d>\d{1,5})d)?((?<h>\d{1,6})h)?((?<m>\d{1,6})m)?((?<s>\d{1,6})s)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Units();
}
