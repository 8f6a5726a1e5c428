using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace ControlPlane.Sandbox.Emulator.Sts;

/// <summary>Finds the one assertion of a response that a SAML provider's certificate signed. SignedXml proves only that some reference
/// holds, so the shape is checked here: one signature on the element that is read, one reference to that very element.</summary>
static class SamlSignature
{
    const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";

    static readonly string[] Transforms = [SignedXml.XmlDsigExcC14NTransformUrl, SignedXml.XmlDsigEnvelopedSignatureTransformUrl];

    /// <summary>The signed assertion.</summary>
    /// <exception cref="FormatException">It is not well formed, not alone, or not signed by one of the certificates.</exception>
    public static XmlElement Verify(string base64, IReadOnlyList<X509Certificate2> certificates)
    {
        var root = Load(base64).DocumentElement!;
        var assertions = root.GetElementsByTagName("Assertion", Assertion).OfType<XmlElement>().ToArray();
        if (assertions is not [var assertion] || (assertion != root && assertion.ParentNode != root))
        {
            throw new FormatException("there must be one assertion, under the response");
        }

        var signed = Signature(assertion) is not null ? assertion : root;
        var signature = Signature(signed) ?? throw new FormatException("neither the assertion nor the response is signed");
        var xml = new SignedXml(signed);
        xml.LoadXml(signature);
        if (xml.SignedInfo!.References is not [Reference reference] || reference.Uri != $"#{signed.GetAttribute("ID")}"
            || signed.GetAttribute("ID").Length == 0 || Ids(root).Count(id => id == signed.GetAttribute("ID")) != 1
            || !Enumerable.Range(0, reference.TransformChain.Count).All(i => Transforms.Contains(reference.TransformChain[i].Algorithm))
            || xml.SignedInfo.SignatureMethod?.Contains("hmac", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw new FormatException("the signature does not cover the element that it is in");
        }

        return certificates.Any(c => xml.CheckSignature(c, verifySignatureOnly: true))
            ? assertion
            : throw new FormatException("the signature was not made with a certificate of the SAML provider");
    }

    static XmlDocument Load(string base64)
    {
        try
        {
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            using var reader = XmlReader.Create(
                new MemoryStream(Convert.FromBase64String(base64)), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            document.Load(reader);
            return document;
        }
        catch (XmlException e)
        {
            throw new FormatException("the response is not well formed", e);
        }
    }

    static XmlElement? Signature(XmlElement parent)
        => parent.ChildNodes.OfType<XmlElement>().SingleOrDefault(e => e.LocalName == "Signature" && e.NamespaceURI == SignedXml.XmlDsigNamespaceUrl);

    static IEnumerable<string> Ids(XmlElement root) => root.SelectNodes("//@ID")!.OfType<XmlAttribute>().Select(a => a.Value);
}
