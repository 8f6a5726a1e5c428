using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ControlPlane.Users;

/// <summary>The id of a user: the identity provider's immutable id, 1 to 256 characters without white space, slashes or control characters. Compared exactly; two users never differ by case alone.</summary>
public readonly partial record struct UserId : IParsable<UserId>
{
    readonly string? _value;

    UserId(string value) => _value = value;

    /// <inheritdoc/>
    public static UserId Parse(string s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not a user id: 1 to 256 characters without white space, slashes or control characters.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out UserId result)
    {
        var ok = s is not null && Pattern().IsMatch(s);
        result = ok ? new(s!) : default;
        return ok;
    }

    /// <summary>The text of it.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A value of UserId was never set.");

    [GeneratedRegex(@"^[^\s/\p{C}]{1,256}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
