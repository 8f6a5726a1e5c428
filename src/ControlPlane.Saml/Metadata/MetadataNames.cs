using System.Xml.Linq;

namespace ControlPlane.Saml.Metadata;

/// <summary>The names of SAMLMeta that we read and write.</summary>
static class MetadataNames
{
    public const string Saml2Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
    public const string RedirectBinding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    public const string PostBinding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

    public static readonly XNamespace Md = "urn:oasis:names:tc:SAML:2.0:metadata";
    public static readonly XNamespace Ds = "http://www.w3.org/2000/09/xmldsig#";
}
