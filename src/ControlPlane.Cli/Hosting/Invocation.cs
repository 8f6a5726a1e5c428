using System.CommandLine;
using ControlPlane.Cli.Config;
using ControlPlane.Cli.Output;
using ControlPlane.Client;

namespace ControlPlane.Cli.Hosting;

/// <summary>One run of one command.</summary>
sealed class Invocation : IDisposable
{
    ControlPlaneClient? _client;

    public Invocation(ParseResult parsed, CliHost host)
    {
        (Parsed, Host) = (parsed, host);
        Printer = new(host, parsed.GetValue(GlobalOptions.Output), parsed.GetValue(GlobalOptions.NoColor), parsed.GetValue(GlobalOptions.Quiet));
        Connection = new(host, parsed.GetValue(GlobalOptions.Context), parsed.GetValue(GlobalOptions.Address));
    }

    public ParseResult Parsed { get; }

    public CliHost Host { get; }

    public Printer Printer { get; }

    public Connection Connection { get; }

    public bool DryRun => Parsed.GetValue(GlobalOptions.DryRun);

    public bool Wait => Parsed.GetValue(GlobalOptions.Wait);

    public TimeSpan? Timeout => Parsed.GetValue(GlobalOptions.Timeout);

    public ControlPlaneClient Client => _client ??= new(Connection.ClientOptions(
        Timeout, (error, pause) => Printer.Say($"{error.Reason}: trying again in {Texts.Length(pause)} ...")));

    public WriteOptions Writing => new() { ValidateOnly = DryRun };

    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    public T Need<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    public T? Get<T>(Argument<T> argument) => Parsed.GetValue(argument);

    /// <summary>Whether the person gave the option.</summary>
    public bool Has(Option option) => Parsed.GetResult(option) is { Implicit: false };

    /// <summary>For commands whose work cannot be tried.</summary>
    /// <exception cref="CliException">A dry run was asked for.</exception>
    public void NeedsRealRun()
    {
        if (DryRun)
        {
            throw CliException.Usage("This command has no dry run.", "Leave --dry-run out.");
        }
    }

    public void Dispose() => _client?.Dispose();
}
