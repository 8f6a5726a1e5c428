using ControlPlane.Accounts;
using ControlPlane.Domains;
using ControlPlane.Errors;

namespace ControlPlane.Server.Api;

/// <summary>The parents of domains: <c>accounts/{account}/regions/{region}</c>, where <c>-</c> means all.</summary>
static class DomainScope
{
    /// <summary>The prefix of the keys of a parent's domains; null for all.</summary>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>: it is malformed, or names a Region of all accounts, which a filter does.</exception>
    public static string? PrefixOf(string parent) => parent.Split('/') switch
    {
        ["accounts", "-", "regions", "-"] => null,
        ["accounts", var account, "regions", "-"] when AccountId.TryParse(account, null, out _) => $"domains/{account}/",
        ["accounts", var account, "regions", var region] when AccountId.TryParse(account, null, out _) && RegionName.TryParse(region, null, out _)
            => $"domains/{account}/{region}/",
        _ => throw ApiErrors.RequestInvalid(new Violation(
            "parent", $"'{parent}' is not of the form accounts/{{account}}/regions/{{region}}. Write - for all; for one Region of all accounts, filter by region.")),
    };
}
