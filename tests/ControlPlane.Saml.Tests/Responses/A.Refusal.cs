using Xunit;

namespace ControlPlane.Saml.Responses;

static partial class A
{
    /// <summary>The refusal that a response must get.</summary>
    public static SamlRefusedException Refusal(ResponseBuilder response, IdentityProvider? provider = null)
        => Assert.Throws<SamlRefusedException>(() => Validated(response, provider));
}
