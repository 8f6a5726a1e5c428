using System.Globalization;
using System.Net;
using System.Text;

namespace ControlPlane.Guardrails.Proving.Reports;

/// <summary>A matrix as an inline SVG: a colour, a sign and a text for each pair, so that no one of them is needed to read it.</summary>
static class MatrixPicture
{
    const int Cell = 26;
    const int Character = 7;
    const int DrawnOneByOne = 1600;

    public static void Write(StringBuilder html, Matrix matrix, string title)
    {
        if (matrix.Rows.Count * matrix.Columns.Count > DrawnOneByOne)
        {
            Small(html, matrix, title);
            return;
        }

        var left = matrix.Rows.Max(r => r.Length) * Character + 12;
        var top = (int)(matrix.Columns.Max(c => c.Length) * Character * 0.72) + 16;
        var right = (int)(matrix.Columns[^1].Length * Character * 0.72) + 8;
        var (width, height) = (left + (matrix.Columns.Count * Cell) + right, top + (matrix.Rows.Count * Cell) + 4);
        Open(html, width, height, title);
        foreach (var (column, name) in matrix.Columns.Index())
        {
            html.Append(CultureInfo.InvariantCulture, $"<text class=\"name\" transform=\"translate({left + (column * Cell) + 16},{top - 6}) rotate(-45)\">{Text(name)}</text>");
        }

        foreach (var (row, name) in matrix.Rows.Index())
        {
            html.Append(CultureInfo.InvariantCulture, $"<text class=\"name\" text-anchor=\"end\" x=\"{left - 8}\" y=\"{top + (row * Cell) + 17}\">{Text(name)}</text>");
            foreach (var (column, target) in matrix.Columns.Index())
            {
                One(html, left + (column * Cell), top + (row * Cell), matrix[row, column], $"{name} → {target}");
            }
        }

        html.Append("</svg>\n");
    }

    /// <summary>What a pair came to, in words.</summary>
    public static string Words(PairState state)
        => (state & (PairState.Allowed | PairState.Denied)) switch
        {
            PairState.Allowed => "allowed",
            PairState.Denied => "denied",
            PairState.None => "not asked",
            _ => "some allowed, some denied",
        } + (state.HasFlag(PairState.Differs) ? ", and must not be" : "");

    public static string Sign(PairState state) => (state & (PairState.Allowed | PairState.Denied)) switch
    {
        PairState.Allowed => "✓",
        PairState.Denied => "✕",
        PairState.None => "",
        _ => "±",
    };

    static void One(StringBuilder html, int x, int y, PairState state, string pair)
    {
        html.Append(CultureInfo.InvariantCulture, $"<g class=\"{Class(state)}\"><title>{Text(pair)}: {Words(state)}</title><rect x=\"{x + 1}\" y=\"{y + 1}\" width=\"{Cell - 2}\" height=\"{Cell - 2}\" rx=\"3\"/>");
        if (state is not PairState.None)
        {
            html.Append(CultureInfo.InvariantCulture, $"<text text-anchor=\"middle\" x=\"{x + (Cell / 2)}\" y=\"{y + 18}\">{Sign(state)}{(state.HasFlag(PairState.Differs) ? "!" : "")}</text>");
        }

        html.Append("</g>");
    }

    // Hundreds of teams: a dot for each pair and one shape for each kind of them.
    static void Small(StringBuilder html, Matrix matrix, string title)
    {
        const int Dot = 4;
        Open(html, (matrix.Columns.Count * Dot) + 2, (matrix.Rows.Count * Dot) + 2, title);
        var shapes = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        for (var row = 0; row < matrix.Rows.Count; row++)
        {
            for (var column = 0; column < matrix.Columns.Count; column++)
            {
                if (matrix[row, column] is not PairState.None and var state)
                {
                    if (!shapes.TryGetValue(Class(state), out var shape))
                    {
                        shapes[Class(state)] = shape = new();
                    }

                    shape.Append(CultureInfo.InvariantCulture, $"M{column * Dot} {row * Dot}h3v3h-3z");
                }
            }
        }

        foreach (var (kind, shape) in shapes)
        {
            html.Append(CultureInfo.InvariantCulture, $"<g class=\"{kind}\"><path d=\"{shape}\"/></g>");
        }

        html.Append(CultureInfo.InvariantCulture, $"</svg>\n<p class=\"soft\">{matrix.Rows.Count} {(matrix.ByTeam ? "teams" : "people")} ask, {matrix.Columns.Count} are asked about: a dot for each pair, {Text(matrix.Rows[0])} at the top, {Text(matrix.Rows[^1])} at the bottom.</p>\n");
    }

    static void Open(StringBuilder html, int width, int height, string title)
        => html.Append(CultureInfo.InvariantCulture, $"<svg role=\"img\" aria-label=\"{Text(title)}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">");

    static string Class(PairState state) => state is PairState.None ? "none"
        : state.HasFlag(PairState.Differs) ? "bad"
        : state.HasFlag(PairState.Allowed) ? state.HasFlag(PairState.Denied) ? "mixed" : "yes"
        : "no";

    static string Text(string text) => WebUtility.HtmlEncode(text);
}
