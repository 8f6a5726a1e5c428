using System.Text;

namespace ControlPlane.Saml.Validation;

/// <summary>Compares bytes of a message with a text of ours, exactly and, for the usual ASCII, without making a string.</summary>
static class SameText
{
    public static bool Is(ReadOnlySpan<byte> utf8, string expected)
        => Ascii.IsValid(expected) ? Ascii.Equals(utf8, expected) : utf8.SequenceEqual(Encoding.UTF8.GetBytes(expected));
}
