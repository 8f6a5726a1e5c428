using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>What all messages of the development identity provider are made with.</summary>
static class SamlXml
{
    const string StatusPrefix = "urn:oasis:names:tc:SAML:2.0:status:";

    public static string NewId() => "_" + Guid.CreateVersion7().ToString("N");

    public static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static XElement Status(string code, string? subCode) => new(
        SamlNames.Protocol + "Status",
        new XElement(
            SamlNames.Protocol + "StatusCode",
            new XAttribute("Value", StatusPrefix + code),
            subCode is null ? null : new XElement(SamlNames.Protocol + "StatusCode", new XAttribute("Value", StatusPrefix + subCode))));

    public static XmlDocument Load(XElement element)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        using var reader = element.CreateReader();
        document.Load(reader);
        return document;
    }

    /// <summary>Reads a message that someone sent: bounded, and without a document type.</summary>
    public static XmlDocument Read(Stream stream, int longest)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = longest };
        using var reader = XmlReader.Create(stream, settings);
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.Load(reader);
        return document;
    }

    public static string ToBase64(XmlDocument document) => Convert.ToBase64String(Encoding.UTF8.GetBytes(document.OuterXml));
}
