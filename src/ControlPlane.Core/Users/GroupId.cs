using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ControlPlane.Users;

/// <summary>The id of a group, as the identity provider's group attribute and the catalog spell it: 1 to 256 characters without control characters.</summary>
public readonly partial record struct GroupId : IParsable<GroupId>
{
    readonly string? _value;

    GroupId(string value) => _value = value;

    /// <inheritdoc/>
    public static GroupId Parse(string s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not a group id: 1 to 256 characters without control characters.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out GroupId result)
    {
        var ok = s is not null && Pattern().IsMatch(s);
        result = ok ? new(s!) : default;
        return ok;
    }

    /// <summary>The text of it.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A value of GroupId was never set.");

    [GeneratedRegex(@"^[^\p{C}]{1,256}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
