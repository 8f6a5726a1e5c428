using System.Diagnostics.CodeAnalysis;

namespace ControlPlane.IdentityProviders;

/// <summary>Reads one entry of <see cref="IdentityProviderOptions.MultiFactorEvidence"/>.</summary>
static class MultiFactor
{
    public static bool IsEvidence(string evidence) => TrySplit(evidence, out _, out _) || IsContextClass(evidence);

    /// <summary>Splits <c>attribute=value</c> at its first equals sign.</summary>
    public static bool TrySplit(string evidence, [NotNullWhen(true)] out string? attribute, [NotNullWhen(true)] out string? value)
    {
        var at = evidence.IndexOf('=', StringComparison.Ordinal);
        (attribute, value) = at > 0 && at < evidence.Length - 1 ? (evidence[..at], evidence[(at + 1)..]) : (null, null);
        return attribute is not null && value is not null;
    }

    static bool IsContextClass(string evidence)
        => !evidence.Contains('=', StringComparison.Ordinal) && Uri.TryCreate(evidence, UriKind.Absolute, out _);
}
