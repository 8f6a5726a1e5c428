namespace ControlPlane.Saml.Bindings;

static class AuthnRequestErrors
{
    public static SamlRefusedException EndpointMissing(IdentityProvider identityProvider, string binding) => new(
        AuthnRequestReasons.EndpointMissing,
        $"The metadata of the identity provider '{identityProvider.Name}' names no endpoint for AuthnRequests by {binding}. "
        + "Start the sign-in at the identity provider, or import metadata with a SingleSignOnService for HTTP-Redirect or HTTP-POST.",
        Facts(identityProvider));

    public static SamlRefusedException SigningCertificateMissing(IdentityProvider identityProvider) => new(
        AuthnRequestReasons.SigningCertificateMissing,
        $"The identity provider '{identityProvider.Name}' takes signed AuthnRequests only, and no signing certificate is configured. "
        + "Configure one and give the identity provider our metadata again.",
        Facts(identityProvider));

    static Dictionary<string, string> Facts(IdentityProvider identityProvider) => new()
    {
        ["identity_provider"] = identityProvider.Name,
        ["entity_id"] = identityProvider.EntityId,
    };
}
