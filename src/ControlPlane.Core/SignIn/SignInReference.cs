using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ControlPlane.SignIn;

/// <summary>The short reference of a sign-in, such as <c>7F3K-92QD-M4XT</c>, that a person can read out on the telephone. 60 random bits
/// in Crockford's base 32, without I, L, O and U.</summary>
public readonly record struct SignInReference : IParsable<SignInReference>
{
    const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    readonly string? _value;

    SignInReference(string value) => _value = value;

    /// <summary>Makes a new one.</summary>
    public static SignInReference Create()
    {
        var text = RandomNumberGenerator.GetString(Alphabet, 12);
        return new($"{text[..4]}-{text[4..8]}-{text[8..]}");
    }

    /// <inheritdoc/>
    public static SignInReference Parse(string s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var reference)
            ? reference
            : throw new FormatException($"'{s}' is not a sign-in reference: it looks like 7F3K-92QD-M4XT.");

    /// <summary>Takes it as people write it: in either case, with or without hyphens, O for 0, I and L for 1.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SignInReference result)
    {
        var text = s?.Trim().ToUpperInvariant().Replace("-", "", StringComparison.Ordinal)
            .Replace('O', '0').Replace('I', '1').Replace('L', '1');
        var ok = text is { Length: 12 } && text.All(c => Alphabet.Contains(c, StringComparison.Ordinal));
        result = ok ? new($"{text![..4]}-{text[4..8]}-{text[8..]}") : default;
        return ok;
    }

    /// <summary>Four, four and four characters with hyphens between.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A sign-in reference was never set.");
}
