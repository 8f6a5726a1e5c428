using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>An IAM SAML provider: whose assertions STS believes.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Account">The account that it is in.</param>
/// <param name="EntityId">The identity provider's entity id.</param>
/// <param name="Certificates">The certificates it may sign with.</param>
sealed record SamlTrust(string Arn, string Account, string EntityId, IReadOnlyList<X509Certificate2> Certificates)
{
    static readonly XNamespace Metadata = "urn:oasis:names:tc:SAML:2.0:metadata";
    static readonly XNamespace Signature = "http://www.w3.org/2000/09/xmldsig#";

    /// <summary>The name without the ARN around it.</summary>
    public string Name => Arn[(Arn.LastIndexOf('/') + 1)..];

    /// <summary>Reads the identity provider's metadata.</summary>
    /// <exception cref="FormatException">The text names no entity id or no signing certificate.</exception>
    public static SamlTrust Read(string arn, string account, string metadataXml)
    {
        using var reader = XmlReader.Create(
            new StringReader(metadataXml), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var root = XDocument.Load(reader).Root!;
        var entityId = root.Attribute("entityID")?.Value ?? throw new FormatException($"The metadata of {arn} has no entityID.");
        var certificates = root.Descendants(Metadata + "IDPSSODescriptor").Elements(Metadata + "KeyDescriptor")
            .Where(key => key.Attribute("use")?.Value is null or "signing")
            .SelectMany(key => key.Descendants(Signature + "X509Certificate"))
            .Select(text => X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text.Value)))
            .ToArray();
        return certificates.Length > 0
            ? new(arn, account, entityId, certificates)
            : throw new FormatException($"The metadata of {arn} has no signing certificate.");
    }
}
