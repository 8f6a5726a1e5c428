using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace ControlPlane.Saml.Responses;

/// <summary>Signs with SignedXml, which shares no code with what is tested.</summary>
static class Signing
{
    static Signing()
    {
        // SignedXml knows no ECDSA by itself.
        CryptoConfig.AddAlgorithm(typeof(EcdsaSha256Description), Uris.EcdsaSha256);
        CryptoConfig.AddAlgorithm(typeof(EcdsaSha384Description), Uris.EcdsaSha384);
        CryptoConfig.AddAlgorithm(typeof(EcdsaSha512Description), Uris.EcdsaSha512);
    }

    public static void Sign(ResponseBuilder builder, XmlElement element)
    {
        var signed = new SamlSignedXml(element)
        {
            SigningKey = (AsymmetricAlgorithm?)builder.Signer.GetRSAPrivateKey() ?? builder.Signer.GetECDsaPrivateKey(),
        };
        signed.SignedInfo!.SignatureMethod = builder.SignatureMethod;
        signed.SignedInfo.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        var reference = new Reference($"#{element.GetAttribute("ID")}") { DigestMethod = builder.DigestMethod };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform { InclusiveNamespacesPrefixList = builder.PrefixList });
        signed.AddReference(reference);
        signed.KeyInfo = new();
        signed.KeyInfo.AddClause(new KeyInfoX509Data(builder.Signer));
        builder.ChangeSignature?.Invoke(signed);
        signed.ComputeSignature();
        var signature = element.OwnerDocument.ImportNode(signed.GetXml(), true);
        element.InsertAfter(signature, element.ChildNodes.OfType<XmlElement>().FirstOrDefault(child => child.LocalName == "Issuer"));
    }

    /// <summary>Finds elements by SAML's spelling of ID.</summary>
    sealed class SamlSignedXml(XmlElement element) : SignedXml(element)
    {
        public override XmlElement? GetIdElement(XmlDocument? document, string idValue)
            => (XmlElement?)document?.SelectSingleNode($"//*[@ID='{idValue}']");
    }
}

/// <summary>ECDSA for SignedXml: XML Signature joins the two numbers, which is what .NET's default format does.</summary>
public abstract class EcdsaDescription : SignatureDescription
{
    protected EcdsaDescription(string digest)
    {
        DigestAlgorithm = digest;
        KeyAlgorithm = typeof(ECDsa).AssemblyQualifiedName;
    }

    public override AsymmetricSignatureFormatter CreateFormatter(AsymmetricAlgorithm key) => new Formatter((ECDsa)key);

    public override HashAlgorithm CreateDigest() => DigestAlgorithm switch
    {
        "SHA256" => SHA256.Create(),
        "SHA384" => SHA384.Create(),
        _ => SHA512.Create(),
    };

    sealed class Formatter(ECDsa key) : AsymmetricSignatureFormatter
    {
        public override byte[] CreateSignature(byte[] rgbHash) => key.SignHash(rgbHash);

        public override void SetHashAlgorithm(string strName)
        {
        }

        public override void SetKey(AsymmetricAlgorithm key)
        {
        }
    }
}

public sealed class EcdsaSha256Description() : EcdsaDescription("SHA256");

public sealed class EcdsaSha384Description() : EcdsaDescription("SHA384");

public sealed class EcdsaSha512Description() : EcdsaDescription("SHA512");
