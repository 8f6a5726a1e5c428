using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Aws.Sts;

/// <summary>Writes any text in the few characters that AWS takes, so that it can be read back: what does not fit becomes <c>=</c> and two
/// hexadecimal digits for each byte of its UTF-8 form, and so does <c>=</c> itself. Two texts never come out alike.</summary>
static class EscapedId
{
    const string Marker = "=h.";
    const int MarkedPrefix = 8;

    static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    // STS API, roleSessionNameType and sourceIdentityType: [\w+=,.@-]{2,64}.
    static readonly SearchValues<char> s_session = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+,.@-");

    /// <summary>A session name or source identity: 2 to 64 characters. A text whose escaped form is longer becomes <c>=h.</c>, its first
    /// eight characters and its SHA-256 in base 36, which the full id in the session's tag resolves.</summary>
    public static string ForSession(string id)
    {
        // One character alone is too short for STS, its escaped form is not.
        var escaped = Escape(id, c => id.Length > 1 && s_session.Contains(c));
        return escaped.Length <= 64 ? escaped : Marked(id, escaped);
    }

    /// <summary>A tag's value: up to 256 characters of <c>[\p{L}\p{Z}\p{N}_.:/=+\-@]</c> (STS API, tagValueType).</summary>
    /// <exception cref="Errors.RefusedException"><c>USER_ID_UNUSABLE</c> when it takes more than 256 characters.</exception>
    public static string ForTag(string id)
    {
        var escaped = Escape(id, IsTagCharacter);
        return escaped.Length <= 256 ? escaped : throw AwsErrors.UserIdTooLong(escaped);
    }

    /// <summary>Reads a tag's value back. A value that we did not write is returned as it is.</summary>
    public static string FromTag(string value)
        => Decode(value) is { } id && Escape(id, IsTagCharacter) == value ? id : value;

    /// <summary>Reads an escaped text back; null for a marked one and for what was never escaped by us.</summary>
    public static string? Decode(string escaped)
    {
        var bytes = new List<byte>(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '=')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(escaped, i, 1));
            }
            else if (i + 2 < escaped.Length && byte.TryParse(escaped.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, null, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                return null;
            }
        }

        return Text([.. bytes]);
    }

    static string? Text(byte[] bytes)
    {
        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Hexadecimal digits that stand for no text: not ours.
            return null;
        }
    }

    static string Escape(string id, Func<char, bool> fits)
    {
        var escaped = new StringBuilder(id.Length + 8);
        foreach (var rune in id.EnumerateRunes())
        {
            if (rune.IsBmp && fits((char)rune.Value))
            {
                escaped.Append((char)rune.Value);
                continue;
            }

            foreach (var part in Encoding.UTF8.GetBytes(rune.ToString()))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"={part:X2}");
            }
        }

        return escaped.ToString();
    }

    // The marker cannot come out of escaping, where two hexadecimal digits follow every '='.
    static string Marked(string id, string escaped)
    {
        var hash = new System.Numerics.BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(id)), isUnsigned: true);
        var digits = new char[50];
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            hash = System.Numerics.BigInteger.DivRem(hash, 36, out var digit);
            digits[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)digit];
        }

        return string.Concat(Marker, escaped.AsSpan(0, MarkedPrefix), "-", digits);
    }

    static bool IsTagCharacter(char c) => c is '_' or '.' or ':' or '/' or '+' or '-' or '@' || char.GetUnicodeCategory(c) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
