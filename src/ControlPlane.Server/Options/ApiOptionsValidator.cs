using ControlPlane.Server.Authorization;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Options;

/// <summary>Finds everything that is wrong in section <c>Api</c>.</summary>
sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options) => Findings.Of(
    [
        .. options.Issuers.SelectMany(i => Issuer($"Api:Issuers:{i.Key}", i.Value)),
        .. options.CorsOrigins.Where(o => !Uri.TryCreate(o, UriKind.Absolute, out var u) || u.GetLeftPart(UriPartial.Authority) != o)
            .Select(o => $"Api:CorsOrigins: '{o}' is not an origin such as https://portal.example.com."),
    ]);

    static IEnumerable<string?> Issuer(string key, IssuerOptions issuer) =>
    [
        (issuer.Authority is null) == (issuer.EntraTenant is null) ? $"{key} needs either Authority or EntraTenant." : null,
        IsSecure(issuer.Authority) ? null : $"{key}:Authority must be an https address; http is for loopback addresses alone.",
        IsSecure(issuer.EntraInstance) ? null : $"{key}:EntraInstance must be an https address; http is for loopback addresses alone.",
        issuer.Audience is "" ? $"{key}:Audience is missing: set the audience that tokens for this API name." : null,
        issuer.DefaultRole is not ("user" or "none") ? $"{key}:DefaultRole is '{issuer.DefaultRole}'; it must be user or none." : null,
        .. issuer.Grants.Select((g, i) => Grant($"{key}:Grants:{i}", g)),
    ];

    static string? Grant(string key, RoleGrant grant)
        => grant is { Claim: "" } or { Value: "" } ? $"{key} needs a Claim and a Value."
            : !RpcPolicy.PermissionsByRole.ContainsKey(grant.Role)
                ? $"{key}:Role is '{grant.Role}'; it must be one of {string.Join(", ", RpcPolicy.PermissionsByRole.Keys)}."
            : null;

    static bool IsSecure(Uri? url) => url is null || (url.IsAbsoluteUri && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)));
}
