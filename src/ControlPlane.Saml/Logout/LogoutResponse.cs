namespace ControlPlane.Saml.Logout;

/// <summary>An identity provider's answer to our LogoutRequest (SAMLCore 3.7.2), as it was signed.</summary>
public sealed record LogoutResponse
{
    /// <summary>The response's <c>ID</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The entity id of the identity provider.</summary>
    public required string Issuer { get; init; }

    /// <summary>The id of our request that it answers.</summary>
    public required string InResponseTo { get; init; }

    /// <summary>Whether some other service provider could not be told (status <c>PartialLogout</c>): the person may still be signed in
    /// there.</summary>
    public required bool IsPartial { get; init; }

    /// <summary>What we sent along with the request; null when nothing came. By HTTP-POST no signature covers it.</summary>
    public string? RelayState { get; init; }
}
