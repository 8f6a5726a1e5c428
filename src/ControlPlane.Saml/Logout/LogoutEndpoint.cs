namespace ControlPlane.Saml.Logout;

/// <summary>A SingleLogoutService of an identity provider (SAMLMeta 2.2.2).</summary>
/// <param name="Location">Where requests go.</param>
/// <param name="ResponseLocation">Where responses go; null when they go to <paramref name="Location"/> too.</param>
public sealed record LogoutEndpoint(Uri Location, Uri? ResponseLocation = null)
{
    /// <summary>Where responses go in any case.</summary>
    public Uri ForResponses => ResponseLocation ?? Location;
}
