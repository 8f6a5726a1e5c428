using System.Buffers;
using System.Buffers.Text;
using System.Text;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLBind 3.5.4: the form field is the base64 of the message. It is never inflated: compression belongs to HTTP-Redirect, and
/// a small bomb inflates to gigabytes.</summary>
static class PostedMessage
{
    static readonly SearchValues<byte> Whitespace = SearchValues.Create(" \t"u8);

    /// <summary>Decodes the field straight into a tree's arena.</summary>
    public static void Decode(ReadOnlySpan<char> field, XmlTree tree)
    {
        if (field.Trim(" \t\r\n").IsEmpty)
        {
            throw ResponseErrors.Missing();
        }

        if (field.Length > XmlLimits.FormCharacters)
        {
            throw ResponseErrors.TooLarge("characters in the form field", field.Length, XmlLimits.FormCharacters);
        }

        var encoded = ArrayPool<byte>.Shared.Rent(field.Length);
        try
        {
            var length = Narrow(field, encoded);
            Decode(encoded.AsSpan(0, length), tree);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(encoded, clearArray: false);
        }
    }

    static int Narrow(ReadOnlySpan<char> field, byte[] encoded)
        => Ascii.FromUtf16(field, encoded, out var length) is OperationStatus.Done
            && encoded.AsSpan(0, length).IndexOfAny(Whitespace) < 0
            ? length
            : throw ResponseErrors.Base64Invalid();

    static void Decode(ReadOnlySpan<byte> encoded, XmlTree tree)
    {
        // Line breaks are part of the encoding (RFC 2045, 6.8), and the decoder leaves them out; all else is refused.
        var room = Base64.GetMaxDecodedFromUtf8Length(encoded.Length);
        var target = tree.Prepare(room);
        if (Base64.DecodeFromUtf8(encoded, target, out _, out var length) is not OperationStatus.Done)
        {
            throw ResponseErrors.Base64Invalid();
        }

        if (length > XmlLimits.Bytes)
        {
            throw ResponseErrors.TooLarge("bytes in the message", length, XmlLimits.Bytes);
        }

        tree.Shorten(length);
    }
}
