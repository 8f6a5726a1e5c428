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

        var (year, month, day) = (Number(value[..4]), Number(value[5..7]), Number(value[8..10]));
        var (hour, minute, second) = (Number(value[11..13]), Number(value[14..16]), Number(value[17..19]));
        if (value[4] != (byte)'-' || value[7] != (byte)'-' || value[10] != (byte)'T' || value[13] != (byte)':' || value[16] != (byte)':'
            || year is < 2000 or > 9000 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).AddTicks(ticks);
        return true;
    }

    /// <summary>A number of some digits; -1 when it is none.</summary>
    static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (10 * number) + (digit - '0');
        }

        return number;
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
