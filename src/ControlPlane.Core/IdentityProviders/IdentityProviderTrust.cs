using ControlPlane.Saml;

namespace ControlPlane.IdentityProviders;

/// <summary>Turns an identity provider's options into the rules that its responses are held to.</summary>
static class IdentityProviderTrust
{
    public static TrustRules ToTrustRules(this IdentityProviderOptions options) => new()
    {
        AllowIdpInitiated = options.AllowIdpInitiated,
        AllowSha1 = options.AllowSha1,
        AllowAesCbc = options.AllowAesCbc,
        RequireEncryption = options.RequireEncryption,
        ClockSkew = options.ClockSkew,
        MaximumAuthenticationAge = options.MaximumAuthenticationAge,
        MultiValuedAttributes = MultiValuedAttributes(options),
    };

    // An identity provider lists every method that was used in the one attribute that proves a second factor.
    static HashSet<string> MultiValuedAttributes(IdentityProviderOptions options) => new(
        [
            options.GroupAttribute,
            .. options.MultiValuedAttributes,
            .. options.MultiFactorEvidence.Select(x => MultiFactor.TrySplit(x, out var attribute, out _) ? attribute : null).OfType<string>(),
        ],
        StringComparer.Ordinal);
}
