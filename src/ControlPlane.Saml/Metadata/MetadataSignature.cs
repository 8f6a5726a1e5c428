using System.Security.Cryptography.X509Certificates;
using ControlPlane.Saml.Validation;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Metadata;

/// <summary>The signature of metadata (SAMLMeta 3): one, enveloped, over the document element. It is held to the same rules as that of a
/// message, bounds included: signed metadata has at most 256 KiB and no comments.</summary>
static class MetadataSignature
{
    /// <summary>Returns the bytes that the signature covers: nothing else of the document may be read.</summary>
    /// <exception cref="SamlRefusedException"><c>SAML_METADATA_SIGNATURE_INVALID</c>.</exception>
    public static byte[] Verify(ReadOnlySpan<byte> document, X509Certificate2 signedBy)
    {
        if (document.Length > XmlLimits.Bytes)
        {
            throw MetadataErrors.TooLarge($"it has {document.Length} bytes, and signed metadata may have {XmlLimits.Bytes}");
        }

        try
        {
            var read = new XmlTree();
            read.Read(document);
            var signed = new XmlTree();
            SignatureVerifier.Verify(
                read.Root, FindSignature(read.Root), [signedBy], allowSha1: false, new ExclusiveCanonicalizer(), new XmlTree(), signed);
            return signed.Source.ToArray();
        }
        catch (SamlRefusedException e) when (e.Reason != MetadataReasons.SignatureInvalid)
        {
            throw MetadataErrors.SignatureInvalid(e);
        }
    }

    static Element FindSignature(Element root)
    {
        Element? found = null;
        foreach (var child in root.Children)
        {
            if (child.Is(Ns.Signature, "Signature"u8))
            {
                found = found is null ? child : throw MetadataErrors.SignatureMissing("the document element has several signatures");
            }
        }

        return found ?? throw MetadataErrors.SignatureMissing("the document element is not signed");
    }
}
