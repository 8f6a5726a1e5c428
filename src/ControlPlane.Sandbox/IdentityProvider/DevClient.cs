namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>An OAuth client of the development identity provider.</summary>
/// <param name="Id">Its client id.</param>
/// <param name="Secret">Its secret; null for a public client, which must use PKCE.</param>
public sealed record DevClient(string Id, string? Secret = null)
{
    /// <summary>Where codes may be sent besides loopback addresses, which every public client may use (RFC 8252 7.3).</summary>
    public IReadOnlyList<Uri> RedirectUris { get; init; } = [];

    /// <summary>The application roles of its own tokens (grant type <c>client_credentials</c>).</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}
