using System.Text.Json.Nodes;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Yaml;
using Google.Protobuf;
using Spectre.Console;

namespace ControlPlane.Cli.Output;

/// <summary>Writes results to the standard output and all else to the standard error.</summary>
sealed class Printer
{
    readonly CliHost _host;
    readonly bool _quiet;

    public Printer(CliHost host, OutputFormat format, bool noColor, bool quiet)
    {
        (_host, Format, _quiet) = (host, format, quiet);
        var mayColour = !noColor && host.Variable("NO_COLOR") is null && host.Variable("TERM") is not "dumb";
        Terminal = host.OutIsTerminal ? Console(host.Out, mayColour) : null;
        Errors = Console(host.Error, host.ErrorIsTerminal && mayColour);
        ProgressConsole = host.ErrorIsTerminal && !quiet ? Errors : null;
    }

    public OutputFormat Format { get; }

    /// <summary>The terminal that results go to; null when they go elsewhere.</summary>
    public IAnsiConsole? Terminal { get; }

    /// <summary>Where errors and remarks go.</summary>
    public IAnsiConsole Errors { get; }

    /// <summary>Where progress is drawn; null when nobody watches.</summary>
    public IAnsiConsole? ProgressConsole { get; }

    /// <summary>A remark that is no result.</summary>
    public void Say(string text)
    {
        if (!_quiet)
        {
            Errors.WriteLine(text);
        }
    }

    /// <summary>A warning, also when quiet.</summary>
    public void Warn(string text) => Errors.MarkupLine($"[yellow]warning[/]: {Markup.Escape(text)}");

    /// <summary>What a person must see, also when quiet, and no program reads.</summary>
    public void Notice(string text) => Errors.WriteLine(text);

    /// <summary>Results as they are.</summary>
    public void Text(string text) => _host.Out.Write(text);

    /// <summary>A line of results.</summary>
    public void Line(string text) => _host.Out.WriteLine(text);

    public void List<T>(IReadOnlyCollection<T> items, IReadOnlyList<Column<T>> columns, Func<T, string> nameOf)
        where T : class, IMessage
    {
        switch (Format)
        {
            case OutputFormat.Json:
                Line(JsonText.Of(items).ToJsonString(JsonText.Readable));
                break;
            case OutputFormat.Yaml:
                _host.Out.Write(YamlOf(items));
                break;
            case OutputFormat.Name:
                foreach (var item in items)
                {
                    Line(nameOf(item));
                }

                break;
            default:
                Table(items, columns);
                break;
        }
    }

    public void One<T>(T item, IReadOnlyList<Column<T>> columns, Func<T, string> nameOf)
        where T : class, IMessage
    {
        if (Format is OutputFormat.Json)
        {
            Line(JsonText.Of(item).ToJsonString(JsonText.Readable));
        }
        else
        {
            List([item], columns, nameOf);
        }
    }

    /// <summary>A message that has no columns: as YAML unless JSON is asked for.</summary>
    public void Message(IMessage message) => Document(JsonText.Of(message));

    /// <summary>A document that has no columns: as YAML unless JSON is asked for.</summary>
    public void Document(JsonNode json)
        => Text(Format is OutputFormat.Json ? json.ToJsonString(JsonText.Readable) + "\n" : YamlWriter.Write([YamlJson.ToYaml(json)]));

    public void Table<T>(IReadOnlyCollection<T> items, IReadOnlyList<Column<T>> columns) => Tables.Write(items, columns, Terminal, _host.Out);

    static string YamlOf(IEnumerable<IMessage> items)
        => YamlWriter.Write([.. items.Select(item => CatalogKind.Of(item.Descriptor) is { } kind ? kind.Write(item, all: false) : YamlJson.ToYaml(JsonText.Of(item)))]);

    IAnsiConsole Console(TextWriter writer, bool colour)
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = colour ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = ReferenceEquals(writer, _host.Out) ? _host.Width : 1000;
        return console;
    }
}
