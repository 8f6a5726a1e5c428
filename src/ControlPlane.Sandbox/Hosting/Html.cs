using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace ControlPlane.Sandbox.Hosting;

/// <summary>Markup that is safe to write as it stands.</summary>
readonly record struct Html(string Text)
{
    /// <summary>Takes a template: its own text is markup, whatever is filled in is encoded, unless it is markup already.</summary>
    public static Html Of(ref HtmlTemplate template) => new(template.ToStringAndClear());

    public override string ToString() => Text;
}

/// <summary>Builds markup from an interpolated string and encodes each value.</summary>
[InterpolatedStringHandler]
ref struct HtmlTemplate(int literalLength, int formattedCount)
{
    readonly StringBuilder _text = new(literalLength + (16 * formattedCount));

    public readonly void AppendLiteral(string markup) => _text.Append(markup);

    public readonly void AppendFormatted(Html markup) => _text.Append(markup.Text);

    public readonly void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
        {
            _text.Append(part.Text);
        }
    }

    public readonly void AppendFormatted(string? value) => _text.Append(HtmlEncoder.Default.Encode(value ?? ""));

    public readonly void AppendFormatted(Uri value) => AppendFormatted(value.AbsoluteUri);

    public readonly string ToStringAndClear()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }
}
