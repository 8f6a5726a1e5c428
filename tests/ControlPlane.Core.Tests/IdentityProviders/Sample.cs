using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace ControlPlane.Core.Tests.IdentityProviders;

/// <summary>Metadata and certificates that are good until a test changes them.</summary>
static class Sample
{
    public const string EntityId = "https://idp.example/metadata";

    public static X509Certificate2 Certificate { get; } = MakeCertificate("first");

    public static X509Certificate2 NextCertificate { get; } = MakeCertificate("next");

    public static string Metadata(string entityId = EntityId, string attributes = "", params X509Certificate2[] certificates)
    {
        var keys = (certificates.Length > 0 ? certificates : [Certificate]).Select(x =>
            "<md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data><ds:X509Certificate>"
            + $"{Convert.ToBase64String(x.RawData)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>");
        return $"<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{entityId}\" ID=\"_m\" {attributes}>"
            + "<md:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">" + string.Concat(keys)
            + "<md:SingleLogoutService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"https://idp.example/slo\" ResponseLocation=\"https://idp.example/slo/done\"/>"
            + "<md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"https://idp.example/sso\"/>"
            + "</md:IDPSSODescriptor></md:EntityDescriptor>";
    }

    public static string Several(params string[] entities)
        => $"<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\">{string.Concat(entities)}</md:EntitiesDescriptor>";

    public static string Sign(string metadata, X509Certificate2 certificate)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(metadata);
        var signed = new SignedXml(document) { SigningKey = certificate.GetRSAPrivateKey() };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        var reference = new Reference("#_m");
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        signed.ComputeSignature();
        document.DocumentElement!.PrependChild(signed.GetXml());
        return document.OuterXml;
    }

    static X509Certificate2 MakeCertificate(string name)
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
