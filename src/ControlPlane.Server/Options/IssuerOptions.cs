namespace ControlPlane.Server.Options;

/// <summary>A trusted issuer of tokens: an OpenID Connect issuer by <see cref="Authority"/>, or Entra ID by <see cref="EntraTenant"/>.</summary>
sealed class IssuerOptions
{
    /// <summary>The issuer's address, under which <c>/.well-known/openid-configuration</c> is found. https, or http on loopback.</summary>
    public Uri? Authority { get; set; }

    /// <summary>The Entra ID tenant's id; Microsoft.Identity.Web validates its tokens.</summary>
    public string? EntraTenant { get; set; }

    /// <summary>The Entra ID cloud; <c>https://login.microsoftonline.com/</c> unless set.</summary>
    public Uri EntraInstance { get; set; } = new("https://login.microsoftonline.com/");

    /// <summary>The audience that tokens must name: for Entra ID the application's client id. Required.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The claim with the user's immutable id; <c>oid</c> for Entra ID and <c>sub</c> otherwise, unless set.</summary>
    public string? UserClaim { get; set; }

    /// <summary>The claim with the user's groups; <c>groups</c> unless set.</summary>
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>The claim with application roles; <c>roles</c> unless set. Its values <c>user</c>, <c>portal</c>, <c>teamowner</c>,
    /// <c>auditor</c>, <c>operator</c> and <c>admin</c>, with <c>controlplane.</c> in front or without, give the role; so do scopes
    /// (<c>scp</c>, <c>scope</c>) with it in front.</summary>
    public string RolesClaim { get; set; } = "roles";

    /// <summary>The identity provider that this issuer's tokens speak for, as <c>IdentityProviders:{name}</c> calls it; the issuer's own
    /// short name unless set.</summary>
    public string? IdentityProvider { get; set; }

    /// <summary>What every valid token may do besides: <c>user</c>, or <c>none</c>. <c>user</c> unless set.</summary>
    public string DefaultRole { get; set; } = "user";

    /// <summary>More ways to a role, such as a group. None unless set.</summary>
    public IList<RoleGrant> Grants { get; } = [];

    /// <summary>The claim of the user's id in force.</summary>
    public string EffectiveUserClaim => UserClaim ?? (EntraTenant is null ? "sub" : "oid");
}

/// <summary>Whoever has this value in this claim has this role.</summary>
sealed class RoleGrant
{
    /// <summary>The claim's name.</summary>
    public string Claim { get; set; } = "";

    /// <summary>The value, compared exactly.</summary>
    public string Value { get; set; } = "";

    /// <summary>The role: <c>user</c>, <c>portal</c>, <c>teamowner</c>, <c>auditor</c>, <c>operator</c> or <c>admin</c>.</summary>
    public string Role { get; set; } = "";
}
