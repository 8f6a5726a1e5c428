using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using ControlPlane.Server.Options;
using ControlPlane.Users;
using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Authorization;

/// <summary>Reads the caller out of a request whose token was validated.</summary>
sealed class CallerReader(IOptions<ApiOptions> options)
{
    const string RolePrefix = "controlplane.";

    /// <summary>The caller.</summary>
    /// <exception cref="Errors.RefusedException"><c>TOKEN_MISSING</c>, <c>TOKEN_INVALID</c>.</exception>
    public Caller Read(HttpContext context)
    {
        var identity = context.User.Identities.FirstOrDefault(i => i.IsAuthenticated && IssuerSchemes.NameOf(i.AuthenticationType) is not null);
        if (identity is null)
        {
            throw context.Request.Headers.Authorization.Count is 0 ? CallerErrors.TokenMissing()
                : IssuerSchemes.IsIssuerUnavailable(context) ? CallerErrors.IssuerUnavailable()
                : CallerErrors.TokenInvalid();
        }

        var name = IssuerSchemes.NameOf(identity.AuthenticationType)!;
        var issuer = options.Value.Issuers[name];
        var subject = identity.FindFirst(issuer.EffectiveUserClaim)?.Value;
        var roles = Roles(identity, issuer).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new()
        {
            Method = CallerMethod.Token,
            Subject = subject ?? identity.FindFirst("azp")?.Value ?? identity.FindFirst("client_id")?.Value ?? "unnamed",
            User = UserId.TryParse(subject, null, out var user) ? user : null,
            IdentityProvider = issuer.IdentityProvider ?? name,
            Groups = [.. Values(identity, issuer.GroupsClaim).Select(ParseGroup).OfType<GroupId>()],
            // RFC 8176: `mfa` says that several factors were used.
            MultiFactor = Values(identity, "amr").Contains("mfa"),
            Delegate = ReadDelegate(identity),
            Roles = roles,
            Permissions = RpcPolicy.PermissionsOf(roles),
            DisplayName = identity.FindFirst("name")?.Value,
            ExpireTime = long.TryParse(identity.FindFirst("exp")?.Value, CultureInfo.InvariantCulture, out var end) ? DateTimeOffset.FromUnixTimeSeconds(end) : null,
            Address = context.Connection.RemoteIpAddress,
        };
    }

    static IEnumerable<string> Roles(ClaimsIdentity identity, IssuerOptions issuer) =>
    [
        .. issuer.DefaultRole is "user" ? ["user"] : Array.Empty<string>(),
        // Application roles are this API's own; scopes are shared by all APIs of an issuer and need the prefix.
        .. Values(identity, issuer.RolesClaim).Concat(Scopes(identity).Where(v => v.StartsWith(RolePrefix, StringComparison.Ordinal)))
            .Select(v => v.StartsWith(RolePrefix, StringComparison.Ordinal) ? v[RolePrefix.Length..] : v)
            .Where(RpcPolicy.PermissionsByRole.ContainsKey),
        .. issuer.Grants.Where(g => Values(identity, g.Claim).Contains(g.Value)).Select(g => g.Role),
    ];

    static IEnumerable<string> Scopes(ClaimsIdentity identity)
        => Values(identity, "scp").Concat(Values(identity, "scope")).SelectMany(s => s.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    static IEnumerable<string> Values(ClaimsIdentity identity, string type) => identity.FindAll(c => c.Type == type).Select(c => c.Value);

    static GroupId? ParseGroup(string text) => GroupId.TryParse(text, null, out var group) ? group : null;

    // A claim that is there and cannot be read must not make a delegate look like the user.
    static string? ReadDelegate(ClaimsIdentity identity)
    {
        if (identity.FindFirst("act")?.Value is not { } text)
        {
            return null;
        }

        try
        {
            using var actor = JsonDocument.Parse(text);
            return actor.RootElement.GetProperty("sub").GetString() ?? throw CallerErrors.TokenInvalid();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw CallerErrors.TokenInvalid();
        }
    }
}
