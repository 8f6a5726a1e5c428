using Spectre.Console;

namespace ControlPlane.Cli.Output;

/// <summary>Writes tables: with colours and wrapping on a terminal, as plain aligned columns elsewhere.</summary>
static class Tables
{
    static readonly Dictionary<string, string> _colours = new(StringComparer.Ordinal)
    {
        ["active"] = "green",
        ["ok"] = "green",
        ["passed"] = "green",
        ["ready"] = "green",
        ["allowed"] = "green",
        ["launched"] = "green",
        ["done"] = "green",
        ["create"] = "green",
        ["added"] = "green",
        ["warn"] = "yellow",
        ["warning"] = "yellow",
        ["draining"] = "yellow",
        ["pending"] = "yellow",
        ["preparing"] = "yellow",
        ["waiting"] = "yellow",
        ["suspended"] = "yellow",
        ["running"] = "yellow",
        ["change"] = "yellow",
        ["modified"] = "yellow",
        ["cancelling"] = "yellow",
        ["fail"] = "red",
        ["failed"] = "red",
        ["ended"] = "red",
        ["refused"] = "red",
        ["broken"] = "red",
        ["delete"] = "red",
        ["deleted"] = "red",
    };

    public static void Write<T>(IReadOnlyCollection<T> rows, IReadOnlyList<Column<T>> columns, IAnsiConsole? terminal, TextWriter plain)
    {
        if (terminal is null)
        {
            WritePlain(rows, columns, plain);
            return;
        }

        var table = new Table().NoBorder();
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Markup($"[dim]{column.Header}[/]")) { Padding = new(0, 0, 2, 0) });
        }

        foreach (var row in rows)
        {
            table.AddRow(columns.Select(c => new Markup(Coloured(c, OneLine(c.Text(row))))));
        }

        terminal.Write(table);
    }

    static void WritePlain<T>(IReadOnlyCollection<T> rows, IReadOnlyList<Column<T>> columns, TextWriter plain)
    {
        var lines = rows.Select(row => columns.Select(c => OneLine(c.Text(row))).ToArray()).Prepend([.. columns.Select(c => c.Header)]).ToList();
        var widths = columns.Select((_, i) => lines.Max(line => line[i].Length)).ToArray();
        foreach (var line in lines)
        {
            plain.WriteLine(string.Join("  ", line.Select((text, i) => text.PadRight(widths[i]))).TrimEnd());
        }
    }

    static string Coloured<T>(Column<T> column, string text)
    {
        var escaped = Markup.Escape(text);
        return column.IsState && _colours.TryGetValue(text, out var colour) ? $"[{colour}]{escaped}[/]" : escaped;
    }

    // A name from elsewhere must neither break a row nor speak to the terminal.
    static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
