using System.Text;

namespace ControlPlane.Saml.Xml;

/// <summary>The byte order mark and the XML declaration (XML 1.0, 2.8), the only ones that are accepted.</summary>
static class XmlProlog
{
    /// <summary>Returns where the document goes on after them.</summary>
    public static int Skip(ReadOnlySpan<byte> source)
    {
        var start = source.StartsWith("\uFEFF"u8) ? 3 : 0;
        var rest = source[start..];
        if (!rest.StartsWith("<?xml"u8))
        {
            return start;
        }

        var end = rest.IndexOf("?>"u8);
        if (end is < 0 or > 120)
        {
            throw XmlErrors.Malformed("the XML declaration does not end", start);
        }

        Check(Encoding.UTF8.GetString(rest[5..end]).Replace('\'', '"'), start);
        return start + end + 2;
    }

    static void Check(string declaration, int position)
    {
        var parts = declaration.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (declaration is not [' ' or '\t' or '\n', ..] || parts is not ["version=\"1.0\"", .. var others])
        {
            throw XmlErrors.Malformed("the XML declaration is not one of version 1.0", position);
        }

        if (others is [var encoding, ..] && encoding.StartsWith("encoding=", StringComparison.Ordinal))
        {
            if (!encoding.Equals("encoding=\"utf-8\"", StringComparison.OrdinalIgnoreCase))
            {
                throw XmlErrors.Encoding("its XML declaration names another encoding");
            }

            others = others[1..];
        }

        if (others is not ([] or ["standalone=\"yes\""] or ["standalone=\"no\""]))
        {
            throw XmlErrors.Malformed("the XML declaration has other parts than version, encoding and standalone", position);
        }
    }
}
