using System.Diagnostics.CodeAnalysis;

namespace ControlPlane.Accounts;

/// <summary>The id of an AWS account: twelve digits.</summary>
public readonly record struct AccountId : IParsable<AccountId>
{
    readonly string? _value;

    AccountId(string value) => _value = value;

    /// <inheritdoc/>
    public static AccountId Parse(string s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not an AWS account id: it has twelve digits.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AccountId result)
    {
        var ok = s is { Length: 12 } && s.All(char.IsAsciiDigit);
        result = ok ? new(s!) : default;
        return ok;
    }

    /// <summary>The twelve digits.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("An account id was never set.");
}
