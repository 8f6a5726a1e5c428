using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using ControlPlane.Accounts;
using ControlPlane.Domains;

namespace ControlPlane.Profiles;

/// <summary>The resource name of a profile: <c>accounts/{a}/regions/{r}/domains/{d}/profiles/{p}</c>.</summary>
/// <param name="Domain">The domain that it is in.</param>
/// <param name="Profile">SageMaker's <c>UserProfileName</c>: at most 63 letters, digits and inner hyphens; not case-sensitive there.</param>
public readonly partial record struct ProfileName(DomainName Domain, string Profile) : IParsable<ProfileName>
{
    /// <summary>The account that it is in.</summary>
    public AccountId Account => Domain.Account;

    /// <summary>The Region that it is in.</summary>
    public RegionName Region => Domain.Region;

    /// <summary>True for text that SageMaker takes as a <c>UserProfileName</c> (SageMaker API, <c>^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}</c>)
    /// and that also fits STS's source identity, which has two characters at least.</summary>
    /// <param name="profile">The text to look at.</param>
    public static bool IsValid([NotNullWhen(true)] string? profile)
        => profile is { Length: >= 2 and <= 63 } && Pattern().IsMatch(profile);

    /// <inheritdoc/>
    public static ProfileName Parse(string s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var name)
            ? name
            : throw new FormatException($"'{s}' is not a profile name: write accounts/{{a}}/regions/{{r}}/domains/{{d}}/profiles/{{p}}.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ProfileName result)
    {
        var cut = s?.LastIndexOf("/profiles/", StringComparison.Ordinal) ?? -1;
        if (cut > 0 && DomainName.TryParse(s![..cut], provider, out var domain) && IsValid(s[(cut + 10)..]))
        {
            result = new(domain, s[(cut + 10)..]);
            return true;
        }

        result = default;
        return false;
    }

    /// <summary>The resource name.</summary>
    public override string ToString() => $"{Domain}/profiles/{Profile}";

    [GeneratedRegex(@"^[a-zA-Z0-9](-*[a-zA-Z0-9])*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
