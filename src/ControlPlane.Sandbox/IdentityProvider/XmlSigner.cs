using System.Security.Cryptography.Xml;
using System.Xml;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Signs an element in place with RSA-SHA256, by .NET's own SignedXml: nothing that the gateway's validator is made of.</summary>
static class XmlSigner
{
    public static void Sign(XmlElement element, DevKeys keys)
    {
        var id = element.GetAttribute("ID");
        var signed = new SignedXml(element) { SigningKey = keys.Key };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.SignedInfo.SignatureMethod = SignedXml.XmlDsigRSASHA256Url;
        var reference = new Reference("#" + id) { DigestMethod = SignedXml.XmlDsigSHA256Url };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        signed.KeyInfo.AddClause(new KeyInfoX509Data(keys.Certificate));
        signed.ComputeSignature();

        // The signature follows the issuer (SAMLCore, the schemas of Response and Assertion).
        var issuer = element.FirstChild!;
        element.InsertAfter(element.OwnerDocument.ImportNode(signed.GetXml(), deep: true), issuer);
    }
}
