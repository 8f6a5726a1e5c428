using System.IO.Compression;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Xunit;

namespace ControlPlane.Server.Tests.Demo;

/// <summary>Reads SAML messages and the forms that carry them, as a browser and a test need it.</summary>
static class SamlTexts
{
    public static XmlDocument Load(string base64)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(Encoding.UTF8.GetString(Convert.FromBase64String(base64)));
        return document;
    }

    /// <summary>The value of an input of a page.</summary>
    public static string FieldOf(string page, string name)
    {
        var match = Regex.Match(page, $"name=\"{Regex.Escape(name)}\" value=\"([^\"]*)\"");
        Assert.True(match.Success, $"The page has no field '{name}'.");
        return WebUtility.HtmlDecode(match.Groups[1].Value);
    }

    /// <summary>Where the page's form goes.</summary>
    public static string ActionOf(string page)
        => WebUtility.HtmlDecode(Regex.Match(page, "<form method=\"post\" action=\"(http[^\"]*)\"").Groups[1].Value);

    public static string? AttributeOf(XmlDocument response, string name)
        => ValueOf(response, $"//saml:Attribute[@Name='{name}']/saml:AttributeValue");

    public static string? ValueOf(XmlDocument response, string path)
    {
        var names = new XmlNamespaceManager(response.NameTable);
        names.AddNamespace("saml", "urn:oasis:names:tc:SAML:2.0:assertion");
        return response.SelectSingleNode(path, names)?.InnerText;
    }

    /// <summary>Whether the element has a signature of its own that the metadata's certificate verifies.</summary>
    public static bool IsSigned(XmlDocument response, string element, string metadata)
    {
        var signed = (XmlElement)response.SelectSingleNode($"//*[local-name()='{element}']")!;
        if (signed.SelectSingleNode("*[local-name()='Signature']") is not XmlElement signature)
        {
            return false;
        }

        var text = XDocument.Parse(metadata).Descendants().Single(e => e.Name.LocalName == "X509Certificate").Value;
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text));
        var verifier = new SignedXml(signed);
        verifier.LoadXml(signature);
        return verifier.SignedInfo!.References is [Reference reference]
            && reference.Uri == "#" + signed.GetAttribute("ID")
            && verifier.CheckSignature(certificate, verifySignatureOnly: true);
    }

    public static string Deflate(string request)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            deflate.Write(Encoding.UTF8.GetBytes(request));
        }

        return Convert.ToBase64String(packed.ToArray());
    }
}
