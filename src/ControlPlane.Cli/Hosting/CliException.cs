using System.Diagnostics.CodeAnalysis;
using ControlPlane.Client;

namespace ControlPlane.Cli.Hosting;

/// <summary>What goes wrong on this side of the wire.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is never thrown without its exit code and reason.")]
[SuppressMessage("Design", "CA1064", Justification = "It never leaves the program.")]
sealed class CliException(int exitCode, string reason, string message, Exception? cause = null) : Exception(message, cause)
{
    public int ExitCode => exitCode;

    public string Reason => reason;

    public string? Fix { get; init; }

    public IReadOnlyList<ControlPlaneViolation> Violations { get; init; } = [];

    public static CliException Usage(string message, string? fix = null) => new(ExitCodes.Usage, "CLI_USAGE", message) { Fix = fix };
}
