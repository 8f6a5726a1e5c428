using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ControlPlane.Domains;

/// <summary>The id of a SageMaker domain: <c>d-</c> and up to 61 more characters (SageMaker API, <c>DomainId</c>).</summary>
public readonly partial record struct DomainId : IParsable<DomainId>
{
    readonly string? _value;

    DomainId(string value) => _value = value;

    /// <inheritdoc/>
    public static DomainId Parse(string s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not a SageMaker domain id such as d-abc123def456.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DomainId result)
    {
        var ok = s is not null && Pattern().IsMatch(s);
        result = ok ? new(s!) : default;
        return ok;
    }

    /// <summary>The text of it.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A value of DomainId was never set.");

    [GeneratedRegex(@"^d-(-*[a-z0-9]){1,61}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
