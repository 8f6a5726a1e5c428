using System.Buffers;

namespace ControlPlane.Saml.Xml;

/// <summary>What may be declared as a namespace (Namespaces in XML 1.0, 2.2 and 3).</summary>
static class NamespaceRules
{
    static readonly SearchValues<byte> SchemeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-."u8);

    public static void Check(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> uri, int position)
    {
        if (prefix.SequenceEqual("xml"u8) || prefix.SequenceEqual("xmlns"u8)
            || uri.SequenceEqual(KnownNamespaces.XmlUri) || uri.SequenceEqual(KnownNamespaces.XmlnsUri))
        {
            throw XmlErrors.Malformed("a reserved prefix or namespace is declared", position);
        }

        if (uri.IsEmpty && !prefix.IsEmpty)
        {
            throw XmlErrors.Malformed("a prefix is declared without a namespace", position);
        }

        // Canonicalisation must fail on relative namespaces (C14N 1.0, 1.2); where it fails silently, everything has the same digest.
        if (!uri.IsEmpty && !HasScheme(uri))
        {
            throw XmlErrors.Malformed("a namespace is not an absolute URI", position);
        }
    }

    static bool HasScheme(ReadOnlySpan<byte> uri)
    {
        var colon = uri.IndexOf((byte)':');
        return colon > 0 && char.IsAsciiLetter((char)uri[0]) && uri[..colon].IndexOfAnyExcept(SchemeCharacters) < 0;
    }
}
