using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

namespace ControlPlane.Saml.Bindings;

/// <summary>Puts an enveloped signature into a message of ours, in the one form that SAML allows (SAMLCore 5.4). SignedXml is not used: it
/// cannot sign with ECDSA.</summary>
static class EnvelopedSignature
{
    const string Xmldsig = SignedXml.XmlDsigNamespaceUrl;

    /// <summary>Signs the document element and places the signature right after its first child, the Issuer, where the schema wants it.</summary>
    public static string Add(string xml, string id, MessageSigner signer)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(xml);
        var signedInfo = SignedInfo(id, signer.Algorithm, Digest(document));
        var signature = document.CreateDocumentFragment();
        signature.InnerXml = $"""
            <ds:Signature xmlns:ds="{Xmldsig}">{signedInfo}<ds:SignatureValue>{Sign(signedInfo, signer)}</ds:SignatureValue>{KeyInfo(signer)}</ds:Signature>
            """;

        var root = document.DocumentElement!;
        root.InsertAfter(signature, root.FirstChild);
        return document.OuterXml;
    }

    static string Digest(XmlDocument document)
    {
        using var sha256 = SHA256.Create();
        var transform = new XmlDsigExcC14NTransform();
        transform.LoadInput(document);
        return Convert.ToBase64String(transform.GetDigestedOutput(sha256));
    }

    // Written in its canonical form, so that these very characters are what is signed.
    static string SignedInfo(string id, string algorithm, string digest)
        => $"<ds:SignedInfo xmlns:ds=\"{Xmldsig}\">"
        + $"<ds:CanonicalizationMethod Algorithm=\"{SignedXml.XmlDsigExcC14NTransformUrl}\"></ds:CanonicalizationMethod>"
        + $"<ds:SignatureMethod Algorithm=\"{algorithm}\"></ds:SignatureMethod>"
        + $"<ds:Reference URI=\"#{id}\"><ds:Transforms>"
        + $"<ds:Transform Algorithm=\"{SignedXml.XmlDsigEnvelopedSignatureTransformUrl}\"></ds:Transform>"
        + $"<ds:Transform Algorithm=\"{SignedXml.XmlDsigExcC14NTransformUrl}\"></ds:Transform></ds:Transforms>"
        + $"<ds:DigestMethod Algorithm=\"{SignedXml.XmlDsigSHA256Url}\"></ds:DigestMethod>"
        + $"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>";

    static string Sign(string signedInfo, MessageSigner signer)
        => Convert.ToBase64String(signer.Sign(Encoding.UTF8.GetBytes(signedInfo)));

    static string KeyInfo(MessageSigner signer)
        => $"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{Convert.ToBase64String(signer.CertificateBytes)}"
        + "</ds:X509Certificate></ds:X509Data></ds:KeyInfo>";
}
