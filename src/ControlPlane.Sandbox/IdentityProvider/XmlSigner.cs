using System.Security.Cryptography.X509Certificates;
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

    /// <summary>Whether a document element carries a signature over itself that the certificate verifies.</summary>
    public static bool IsSigned(XmlElement element, X509Certificate2 certificate)
    {
        if (element.ChildNodes.OfType<XmlElement>().FirstOrDefault(child => child.LocalName == "Signature") is not { } signature)
        {
            return false;
        }

        var verifier = new SignedXml(element);
        verifier.LoadXml(signature);
        return verifier.SignedInfo!.References is [Reference reference]
            && reference.Uri == "#" + element.GetAttribute("ID")
            && verifier.CheckSignature(certificate, verifySignatureOnly: true);
    }
}
