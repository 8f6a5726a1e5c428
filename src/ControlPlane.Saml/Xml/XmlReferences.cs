using System.Globalization;
using System.Text;

namespace ControlPlane.Saml.Xml;

/// <summary>References to characters, and to the five entities that XML itself defines (XML 1.0, 4.1 and 4.6). No other exists here.</summary>
static class XmlReferences
{
    /// <summary>The longest reference: <c>&amp;#x0010FFFF;</c> with a few zeros to spare.</summary>
    const int LongestReference = 16;

    /// <summary>Appends what a reference stands for and returns the reference's length.</summary>
    public static int Append(ReadOnlySpan<byte> reference, XmlTree tree, int position)
    {
        var end = reference[..Math.Min(reference.Length, LongestReference)].IndexOf((byte)';');
        if (end < 2)
        {
            throw XmlErrors.Malformed("a reference does not end", position);
        }

        var name = reference[1..end];
        if (name[0] == (byte)'#')
        {
            AppendCharacter(name[1..], tree, position);
        }
        else
        {
            tree.Append(Entity(name, position));
        }

        return end + 1;
    }

    static byte Entity(ReadOnlySpan<byte> name, int position)
        => name.SequenceEqual("amp"u8) ? (byte)'&'
        : name.SequenceEqual("lt"u8) ? (byte)'<'
        : name.SequenceEqual("gt"u8) ? (byte)'>'
        : name.SequenceEqual("quot"u8) ? (byte)'"'
        : name.SequenceEqual("apos"u8) ? (byte)'\''
        : throw XmlErrors.Forbidden("a reference to an entity", position);

    static void AppendCharacter(ReadOnlySpan<byte> digits, XmlTree tree, int position)
    {
        var isHexadecimal = digits.StartsWith("x"u8);
        var style = isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (!uint.TryParse(isHexadecimal ? digits[1..] : digits, style, CultureInfo.InvariantCulture, out var character)
            || !XmlCharacters.IsAllowed(character))
        {
            throw XmlErrors.Malformed("a reference stands for no character of XML", position);
        }

        Span<byte> encoded = stackalloc byte[4];
        tree.Append(encoded[..new Rune(character).EncodeToUtf8(encoded)]);
    }
}
