using System.Xml.Linq;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Writes the identity provider's metadata (SAMLMeta 2.4.3).</summary>
static class SamlMetadata
{
    public static string Write(string entityId, Uri singleSignOn, Uri singleLogout, DevKeys keys) => new XElement(
        SamlNames.Metadata + "EntityDescriptor",
        new XAttribute(XNamespace.Xmlns + "md", SamlNames.Metadata),
        new XAttribute(XNamespace.Xmlns + "ds", SamlNames.Signature),
        new XAttribute("entityID", entityId),
        new XElement(
            SamlNames.Metadata + "IDPSSODescriptor",
            new XAttribute("WantAuthnRequestsSigned", "false"),
            new XAttribute("protocolSupportEnumeration", SamlNames.Protocol),
            new XElement(
                SamlNames.Metadata + "KeyDescriptor",
                new XAttribute("use", "signing"),
                new XElement(
                    SamlNames.Signature + "KeyInfo",
                    new XElement(
                        SamlNames.Signature + "X509Data",
                        new XElement(SamlNames.Signature + "X509Certificate", Convert.ToBase64String(keys.Certificate.RawData))))),
            Endpoint("SingleLogoutService", SamlNames.RedirectBinding, singleLogout),
            Endpoint("SingleLogoutService", SamlNames.PostBinding, singleLogout),
            new XElement(SamlNames.Metadata + "NameIDFormat", SamlNames.EmailFormat),
            Endpoint("SingleSignOnService", SamlNames.RedirectBinding, singleSignOn),
            Endpoint("SingleSignOnService", SamlNames.PostBinding, singleSignOn))).ToString();

    static XElement Endpoint(string name, string binding, Uri location) => new(
        SamlNames.Metadata + name,
        new XAttribute("Binding", binding),
        new XAttribute("Location", location.AbsoluteUri));
}
