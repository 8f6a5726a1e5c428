using System.Text.Unicode;

namespace ControlPlane.Saml.Validation;

/// <summary>Compares bytes of a message with a text of ours, exactly and without making a string.</summary>
static class SameText
{
    public static bool Is(ReadOnlySpan<byte> utf8, string expected)
    {
        if (utf8.Length > 3 * expected.Length)
        {
            return false;
        }

        Span<char> text = utf8.Length <= 512 ? stackalloc char[512] : new char[utf8.Length];
        Utf8.ToUtf16(utf8, text, out _, out var length);
        return text[..length].SequenceEqual(expected);
    }
}
