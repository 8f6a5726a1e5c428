using System.Text;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLProf 4.1.4.2 and SAMLCore 2.2.5: the Issuer is the identity provider's entity id, exactly, with no format or that of
/// an entity.</summary>
static class IssuerCheck
{
    public static void Check(Element issuer, IdentityProvider provider)
    {
        if (issuer.TryAttribute("Format"u8, out var format)
            && !format.SequenceEqual("urn:oasis:names:tc:SAML:2.0:nameid-format:entity"u8))
        {
            throw ResponseErrors.IssuerFormat(Encoding.UTF8.GetString(format));
        }

        if (!SameText.Is(Bytes(issuer), provider.EntityId))
        {
            throw ResponseErrors.IssuerMismatch(provider.EntityId, Read(issuer));
        }
    }

    public static string Read(Element issuer) => Encoding.UTF8.GetString(Bytes(issuer));

    static ReadOnlySpan<byte> Bytes(Element issuer)
        => issuer.HasChildElements ? throw AssertionErrors.Malformed("its Issuer has child elements") : issuer.TextBytes;
}
