using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ControlPlane.Catalog;

/// <summary>One segment of a resource name. Ids of users and groups are whatever the identity provider likes; in a name, every UTF-8 byte
/// that is not <c>A-Za-z0-9-._~@+=,</c> is percent-encoded in upper case, so that a name has one spelling.</summary>
public static class NameSegment
{
    static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Encodes an id.</summary>
    /// <param name="id">The id; not empty.</param>
    public static string Encode(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (id.All(IsPlain))
        {
            return id;
        }

        var name = new StringBuilder(id.Length * 2);
        foreach (var b in _strict.GetBytes(id))
        {
            _ = IsPlain((char)b) ? name.Append((char)b) : name.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return name.ToString();
    }

    /// <summary>Decodes a segment; false when it is not what <see cref="Encode"/> makes of any id.</summary>
    public static bool TryDecode(string segment, [NotNullWhen(true)] out string? id)
    {
        id = null;
        var bytes = new List<byte>(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                if (!IsPlain(segment[i]))
                {
                    return false;
                }

                bytes.Add((byte)segment[i]);
            }
            else if (i + 2 < segment.Length && byte.TryParse(segment.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                bytes.Add(b);
                i += 2;
            }
            else
            {
                return false;
            }
        }

        try
        {
            id = _strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        return id.Length > 0 && Encode(id) == segment;
    }

    static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '@' or '+' or '=' or ',';
}
