using System.Globalization;
using System.Text;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLCore 1.3.3: times are <c>xs:dateTime</c> in UTC, with the letter Z. Fractions finer than 100 ns are cut.</summary>
static class SamlTime
{
    const int Seconds = 19;

    /// <summary>Reads an attribute with a time; null when it is absent.</summary>
    public static DateTimeOffset? Read(Element element, ReadOnlySpan<byte> attribute)
    {
        if (!element.TryAttribute(attribute, out var value))
        {
            return null;
        }

        return TryParse(value, out var time)
            ? time
            : throw AssertionErrors.TimeMalformed(Encoding.UTF8.GetString(attribute), Shown.From(value));
    }

    public static bool TryParse(ReadOnlySpan<byte> value, out DateTimeOffset time)
    {
        time = default;
        if (value.Length is < Seconds + 1 or > 40 || value[^1] != (byte)'Z'
            || !TryFraction(value[Seconds..^1], out var ticks))
        {
            return false;
        }

        Span<char> seconds = stackalloc char[Seconds];
        if (!Encoding.UTF8.TryGetChars(value[..Seconds], seconds, out var length) || length != Seconds
            || !DateTime.TryParseExact(seconds, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            || parsed.Year is < 2000 or > 9000)
        {
            return false;
        }

        time = new DateTimeOffset(parsed, TimeSpan.Zero).AddTicks(ticks);
        return true;
    }

    static bool TryFraction(ReadOnlySpan<byte> fraction, out long ticks)
    {
        ticks = 0;
        if (fraction.IsEmpty)
        {
            return true;
        }

        var digits = fraction[1..];
        if (fraction[0] != (byte)'.' || digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        for (var i = 0; i < 7; i++)
        {
            ticks = (10 * ticks) + (i < digits.Length ? digits[i] - '0' : 0);
        }

        return true;
    }
}
