using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using static ControlPlane.Saml.Metadata.MetadataNames;

namespace ControlPlane.Saml.Metadata;

/// <summary>Our own metadata (SAMLMeta 2.4.4), for an administrator to give to an identity provider.</summary>
public static class ServiceProviderMetadata
{
    /// <summary>The media type to serve it with (SAMLMeta, appendix A).</summary>
    public const string MediaType = "application/samlmetadata+xml";

    // In the order of our preference; what the decryption accepts without an option.
    static readonly string[] DataEncryption = ["http://www.w3.org/2009/xmlenc11#aes256-gcm", "http://www.w3.org/2009/xmlenc11#aes128-gcm"];

    static readonly string[] Bindings = [RedirectBinding, PostBinding];

    static readonly string[] NameIdFormats =
    [
        "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
    ];

    /// <summary>Writes the metadata. It is not signed and carries no date: it changes when the configuration does.</summary>
    /// <param name="serviceProvider">Who we are. Every decryption certificate is named, so that a roll-over can be announced; identity
    /// providers take the first.</param>
    /// <returns>An XML document in UTF-8.</returns>
    public static string Write(ServiceProvider serviceProvider)
    {
        ArgumentNullException.ThrowIfNull(serviceProvider);
        var entity = new XElement(
            Md + "EntityDescriptor",
            new XAttribute(XNamespace.Xmlns + "md", Md),
            new XAttribute("entityID", serviceProvider.EntityId),
            Descriptor(serviceProvider));

        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{entity}\n";
    }

    static XElement Descriptor(ServiceProvider serviceProvider) => new(
        Md + "SPSSODescriptor",
        new XAttribute("AuthnRequestsSigned", serviceProvider.SigningCertificate is not null),
        new XAttribute("WantAssertionsSigned", true),
        new XAttribute("protocolSupportEnumeration", Saml2Protocol),
        serviceProvider.SigningCertificate is { } signing ? Key("signing", signing) : null,
        serviceProvider.DecryptionCertificates.Select(x => Key("encryption", x, [KeyTransport(), .. DataEncryption.Select(Method)])),
        serviceProvider.SingleLogoutService is { } logout ? Bindings.Select(binding => Logout(binding, logout)) : null,
        NameIdFormats.Select(format => new XElement(Md + "NameIDFormat", format)),
        new XElement(
            Md + "AssertionConsumerService",
            new XAttribute("Binding", PostBinding),
            new XAttribute("Location", serviceProvider.AssertionConsumerService.AbsoluteUri),
            new XAttribute("index", 0),
            new XAttribute("isDefault", true)));

    static XElement Logout(string binding, Uri location) => new(
        Md + "SingleLogoutService",
        new XAttribute("Binding", binding),
        new XAttribute("Location", location.AbsoluteUri));

    static XElement Key(string use, X509Certificate2 certificate, params XElement[] methods) => new(
        Md + "KeyDescriptor",
        new XAttribute("use", use),
        new XElement(
            Ds + "KeyInfo",
            new XAttribute(XNamespace.Xmlns + "ds", Ds),
            new XElement(Ds + "X509Data", new XElement(Ds + "X509Certificate", Convert.ToBase64String(certificate.RawData)))),
        methods);

    // SHA-1 stands here for the digest inside OAEP, where its collisions do not matter; every identity provider can do it.
    static XElement KeyTransport()
    {
        var method = Method("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p");
        method.Add(new XElement(
            Ds + "DigestMethod",
            new XAttribute(XNamespace.Xmlns + "ds", Ds),
            new XAttribute("Algorithm", "http://www.w3.org/2000/09/xmldsig#sha1")));
        return method;
    }

    static XElement Method(string algorithm) => new(Md + "EncryptionMethod", new XAttribute("Algorithm", algorithm));
}
