using System.Buffers;
using System.Buffers.Text;
using System.Text;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Logout;

/// <summary>Bounds and base64 of a logout message. One has 1 to 5 KB; nothing that is in it grows with the person.</summary>
static class LogoutText
{
    /// <summary>The most bytes of XML.</summary>
    public const int Bytes = 64 * 1024;

    /// <summary>The most characters of a form field, or of a query.</summary>
    public const int Characters = 96 * 1024;

    static readonly SearchValues<char> Whitespace = SearchValues.Create(" \t");

    /// <summary>Decodes a form field straight into a tree's arena.</summary>
    public static void Decode(ReadOnlySpan<char> field, string name, XmlTree tree)
    {
        var bytes = Decode(field, name);
        if (bytes.Length > Bytes)
        {
            throw LogoutErrors.TooLarge("bytes in the message", Bytes);
        }

        bytes.CopyTo(tree.Prepare(bytes.Length));
    }

    /// <summary>Decodes base64 in the standard alphabet. Line breaks are part of the encoding (RFC 2045, 6.8); all else is refused.</summary>
    public static byte[] Decode(ReadOnlySpan<char> text, string name)
    {
        if (text.Trim(" \t\r\n").IsEmpty)
        {
            throw LogoutErrors.Missing(name);
        }

        if (text.Length > Characters)
        {
            throw LogoutErrors.TooLarge($"characters in {name}", Characters);
        }

        var encoded = new byte[text.Length];
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return !text.ContainsAny(Whitespace)
            && Ascii.FromUtf16(text, encoded, out _) is OperationStatus.Done
            && Base64.DecodeFromUtf8(encoded, decoded, out _, out var length) is OperationStatus.Done
            ? decoded[..length]
            : throw LogoutErrors.Base64Invalid(name);
    }
}
