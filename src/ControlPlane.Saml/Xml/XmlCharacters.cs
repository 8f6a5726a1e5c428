using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ControlPlane.Saml.Xml;

/// <summary>What holds for every byte of a message, checked before it is read: UTF-8, and only characters of XML 1.0, 2.2.</summary>
static class XmlCharacters
{
    static readonly SearchValues<byte> Controls = SearchValues.Create(
        0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);

    public static void Check(XmlTree tree)
    {
        var source = tree.Source;
        if (!Ascii.IsValid(source))
        {
            CheckBeyondAscii(source);
        }

        if (source.IndexOfAny(Controls) >= 0)
        {
            NormalizeLineEnds(tree);
            var control = tree.Source.IndexOfAny(Controls);
            if (control >= 0)
            {
                throw XmlErrors.Malformed("it holds a control character", control);
            }
        }
    }

    static void CheckBeyondAscii(ReadOnlySpan<byte> source)
    {
        if (!Utf8.IsValid(source))
        {
            throw XmlErrors.Encoding("it holds bytes that are no UTF-8");
        }

        var noncharacter = Math.Max(source.IndexOf("\uFFFE"u8), source.IndexOf("\uFFFF"u8));
        if (noncharacter >= 0)
        {
            throw XmlErrors.Malformed("it holds a character that XML excludes", noncharacter);
        }
    }

    /// <summary>Whether XML 1.0, 2.2 allows a character.</summary>
    public static bool IsAllowed(uint character) => character is 0x9 or 0xA or 0xD
        or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);

    /// <summary>Every line end becomes one line feed (XML 1.0, 2.11). What is a carriage return afterwards was a reference.</summary>
    static void NormalizeLineEnds(XmlTree tree)
    {
        var bytes = tree.Shorten(tree.SourceLength);
        var written = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = bytes[i];
            if (value == (byte)'\r')
            {
                i += i + 1 < bytes.Length && bytes[i + 1] == (byte)'\n' ? 1 : 0;
                value = (byte)'\n';
            }

            bytes[written++] = value;
        }

        tree.Shorten(written);
    }
}
