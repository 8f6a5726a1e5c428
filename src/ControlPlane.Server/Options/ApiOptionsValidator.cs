using System.Security.Cryptography;
using ControlPlane.Server.Authorization;
using ControlPlane.Users;
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
        .. options.Session.Grants.SelectMany((g, i) => SessionGrant($"Api:Session:Grants:{i}", g)),
        .. options.ClientCertificates is { } certificates ? Certificates(certificates) : [],
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

    static IEnumerable<string?> Certificates(ClientCertificateOptions options) =>
    [
        AuthorityFault(options) is { } fault ? $"Api:ClientCertificates:AuthorityFile '{options.AuthorityFile}' cannot be used: {fault}." : null,
        options.Callers.Count is 0 ? "Api:ClientCertificates:Callers is empty: name at least one caller." : null,
        .. options.Callers.SelectMany((c, i) => CertificateCaller($"Api:ClientCertificates:Callers:{i}", c)),
    ];

    static string? AuthorityFault(ClientCertificateOptions options)
    {
        try
        {
            options.LoadAuthorities();
            return null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return e.Message.TrimEnd('.');
        }
    }

    static IEnumerable<string?> CertificateCaller(string key, CertificateCaller caller) =>
    [
        new[] { caller.Subject, caller.Uri, caller.Dns, caller.Thumbprint }.Count(m => !string.IsNullOrEmpty(m)) is 1
            ? null
            : $"{key} needs exactly one of Subject, Uri, Dns and Thumbprint.",
        caller.Thumbprint is { } print && !(print.Length is 64 && print.All(char.IsAsciiHexDigit))
            ? $"{key}:Thumbprint is not a SHA-256 in hexadecimal."
            : null,
        caller.Name is "" ? $"{key}:Name is missing: it is how audit events call the caller." : null,
        caller.User is { } user && !UserId.TryParse(user, null, out _) ? $"{key}:User '{user}' is not a user id." : null,
        Role($"{key}:Role", caller.Role),
    ];

    static string? Role(string key, string role) => RpcPolicy.PermissionsByRole.ContainsKey(role)
        ? null
        : $"{key} is '{role}'; it must be one of {string.Join(", ", RpcPolicy.PermissionsByRole.Keys.Order(StringComparer.Ordinal))}.";

    static IEnumerable<string?> SessionGrant(string key, GroupGrant grant) =>
    [
        GroupId.TryParse(grant.Group, null, out _) ? null : $"{key}:Group '{grant.Group}' is not a group id.",
        Role($"{key}:Role", grant.Role),
    ];

    static string? Grant(string key, RoleGrant grant)
        => grant is { Claim: "" } or { Value: "" } ? $"{key} needs a Claim and a Value."
            : Role($"{key}:Role", grant.Role);

    static bool IsSecure(Uri? url) => url is null || (url.IsAbsoluteUri && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)));
}
