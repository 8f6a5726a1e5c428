using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ControlPlane.Teams;

/// <summary>The id of a team, as the attribute <c>teamid</c> and the catalog spell it: 1 to 63 letters, digits, dots, underscores and hyphens, with a letter or digit first. Compared exactly; two teams never differ by case alone.</summary>
public readonly partial record struct TeamId : IParsable<TeamId>
{
    readonly string? _value;

    TeamId(string value) => _value = value;

    /// <inheritdoc/>
    public static TeamId Parse(string s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not a team id: 1 to 63 letters, digits, dots, underscores and hyphens, with a letter or digit first.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TeamId result)
    {
        var ok = s is not null && Pattern().IsMatch(s);
        result = ok ? new(s!) : default;
        return ok;
    }

    /// <summary>The text of it.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A value of TeamId was never set.");

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
