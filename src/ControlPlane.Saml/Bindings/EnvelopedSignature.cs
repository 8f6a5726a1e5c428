using System.Security.Cryptography;
using System.Text;
using System.Xml;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Bindings;

/// <summary>Puts an enveloped signature into a message of ours, in the one form that SAML allows (SAMLCore 5.4). SignedXml is not used: it
/// cannot sign with ECDSA.</summary>
static class EnvelopedSignature
{
    const string Xmldsig = "http://www.w3.org/2000/09/xmldsig#";
    const string ExclusiveCanonicalization = "http://www.w3.org/2001/10/xml-exc-c14n#";

    /// <summary>Signs the document element and places the signature right after its first child, the Issuer, where the schema wants it.</summary>
    public static string Add(string xml, string id, MessageSigner signer)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(xml);
        var signedInfo = SignedInfo(id, signer.Algorithm, Digest(xml));
        var signature = document.CreateDocumentFragment();
        signature.InnerXml = $"""
            <ds:Signature xmlns:ds="{Xmldsig}">{signedInfo}<ds:SignatureValue>{Sign(signedInfo, signer)}</ds:SignatureValue>{KeyInfo(signer)}</ds:Signature>
            """;

        var root = document.DocumentElement!;
        root.InsertAfter(signature, root.FirstChild);
        return document.OuterXml;
    }

    static string Digest(string xml)
    {
        var tree = new XmlTree();
        tree.Read(Encoding.UTF8.GetBytes(xml));
        return Convert.ToBase64String(SHA256.HashData(new ExclusiveCanonicalizer().Write(tree.Root, excluded: -1, prefixes: default)));
    }

    // Written in its canonical form, so that these very characters are what is signed.
    static string SignedInfo(string id, string algorithm, string digest)
        => $"<ds:SignedInfo xmlns:ds=\"{Xmldsig}\">"
        + $"<ds:CanonicalizationMethod Algorithm=\"{ExclusiveCanonicalization}\"></ds:CanonicalizationMethod>"
        + $"<ds:SignatureMethod Algorithm=\"{algorithm}\"></ds:SignatureMethod>"
        + $"<ds:Reference URI=\"#{id}\"><ds:Transforms>"
        + $"<ds:Transform Algorithm=\"{Xmldsig}enveloped-signature\"></ds:Transform>"
        + $"<ds:Transform Algorithm=\"{ExclusiveCanonicalization}\"></ds:Transform></ds:Transforms>"
        + $"<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>"
        + $"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>";

    static string Sign(string signedInfo, MessageSigner signer)
        => Convert.ToBase64String(signer.Sign(Encoding.UTF8.GetBytes(signedInfo)));

    static string KeyInfo(MessageSigner signer)
        => $"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{Convert.ToBase64String(signer.CertificateBytes)}"
        + "</ds:X509Certificate></ds:X509Data></ds:KeyInfo>";
}
