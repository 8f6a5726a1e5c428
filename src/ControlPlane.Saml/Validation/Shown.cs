using System.Text;

namespace ControlPlane.Saml.Validation;

/// <summary>What of a message may be shown in facts and messages: identifiers, clipped, without control characters.</summary>
static class Shown
{
    const int Longest = 200;

    public static string From(ReadOnlySpan<byte> value) => From(Encoding.UTF8.GetString(value));

    public static string From(string? value)
    {
        if (value is null)
        {
            return "(none)";
        }

        var clipped = value.Length > Longest ? $"{value[..Longest]}…" : value;
        return string.Concat(clipped.Select(character => char.IsControl(character) ? '\uFFFD' : character));
    }
}
