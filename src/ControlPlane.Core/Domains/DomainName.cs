using System.Diagnostics.CodeAnalysis;
using ControlPlane.Accounts;

namespace ControlPlane.Domains;

/// <summary>The resource name of a domain: <c>accounts/{account}/regions/{region}/domains/{domain}</c>.</summary>
/// <param name="Account">The account that it is in.</param>
/// <param name="Region">The Region that it is in.</param>
/// <param name="Domain">The SageMaker domain id.</param>
public readonly record struct DomainName(AccountId Account, RegionName Region, DomainId Domain) : IParsable<DomainName>
{
    /// <inheritdoc/>
    public static DomainName Parse(string s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var name)
            ? name
            : throw new FormatException($"'{s}' is not a domain name: write accounts/{{account}}/regions/{{region}}/domains/{{domain}}.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DomainName result)
    {
        if (s?.Split('/') is ["accounts", var a, "regions", var r, "domains", var d]
            && AccountId.TryParse(a, provider, out var account)
            && RegionName.TryParse(r, provider, out var region)
            && DomainId.TryParse(d, provider, out var domain))
        {
            result = new(account, region, domain);
            return true;
        }

        result = default;
        return false;
    }

    /// <summary>The resource name.</summary>
    public override string ToString() => $"accounts/{Account}/regions/{Region}/domains/{Domain}";
}
