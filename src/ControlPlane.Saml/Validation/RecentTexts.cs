using System.Runtime.InteropServices;
using System.Text;

namespace ControlPlane.Saml.Validation;

/// <summary>Texts that come again with every message of an identity provider, such as names of attributes: the string that was made for
/// the last message serves the next one. Names only, and only after a signature was verified; never a value that tells of a person.</summary>
static class RecentTexts
{
    const int Slots = 128;
    const int Longest = 200;

    [ThreadStatic]
    static string?[]? _texts;

    /// <summary>The text of some bytes.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is < sizeof(ulong) or > Longest)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        // Names differ at their ends: they begin with the same namespace.
        var end = MemoryMarshal.Read<ulong>(utf8[^sizeof(ulong)..]) + (ulong)utf8.Length;
        ref var known = ref (_texts ??= new string?[Slots])[(end * 0x9E3779B97F4A7C15) >> 57];
        return known is not null && Ascii.Equals(utf8, known) ? known : known = Encoding.UTF8.GetString(utf8);
    }
}
