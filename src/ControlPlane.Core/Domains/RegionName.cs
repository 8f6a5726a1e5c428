using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ControlPlane.Domains;

/// <summary>The name of an AWS Region, such as <c>eu-central-1</c>.</summary>
public readonly partial record struct RegionName : IParsable<RegionName>
{
    readonly string? _value;

    RegionName(string value) => _value = value;

    /// <inheritdoc/>
    public static RegionName Parse(string s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not an AWS Region such as eu-central-1.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RegionName result)
    {
        var ok = s is not null && Pattern().IsMatch(s);
        result = ok ? new(s!) : default;
        return ok;
    }

    /// <summary>The text of it.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A value of RegionName was never set.");

    [GeneratedRegex(@"^[a-z]{2}(-[a-z]{2,10}){1,3}-[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
