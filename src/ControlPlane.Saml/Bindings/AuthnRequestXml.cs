using System.Globalization;
using System.Text;
using System.Xml;

namespace ControlPlane.Saml.Bindings;

/// <summary>The XML of an AuthnRequest (SAMLCore 3.4.1).</summary>
static class AuthnRequestXml
{
    const string Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
    const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";
    static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true };

    public static string Write(
        string id, DateTimeOffset issueInstant, Uri destination, ServiceProvider serviceProvider, AuthnRequestOptions options)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, Settings))
        {
            xml.WriteStartElement("samlp", "AuthnRequest", Protocol);
            WriteAttributes(xml, id, issueInstant, destination, serviceProvider, options);
            xml.WriteElementString("saml", "Issuer", Assertion, serviceProvider.EntityId);
            WriteNameIdPolicy(xml, options.NameIdFormat);
            WriteRequestedContext(xml, options);
            xml.WriteEndElement();
        }

        return text.ToString();
    }

    static void WriteAttributes(
        XmlWriter xml, string id, DateTimeOffset issueInstant, Uri destination, ServiceProvider serviceProvider, AuthnRequestOptions options)
    {
        xml.WriteAttributeString("ID", id);
        xml.WriteAttributeString("Version", "2.0");
        xml.WriteAttributeString("IssueInstant", issueInstant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("Destination", destination.AbsoluteUri);
        if (options.ForceAuthn)
        {
            xml.WriteAttributeString("ForceAuthn", "true");
        }

        xml.WriteAttributeString("AssertionConsumerServiceURL", serviceProvider.AssertionConsumerService.AbsoluteUri);
        xml.WriteAttributeString("ProtocolBinding", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST");
    }

    static void WriteNameIdPolicy(XmlWriter xml, string format)
    {
        xml.WriteStartElement("samlp", "NameIDPolicy", Protocol);
        xml.WriteAttributeString("Format", format);
        xml.WriteAttributeString("AllowCreate", "true");
        xml.WriteEndElement();
    }

    static void WriteRequestedContext(XmlWriter xml, AuthnRequestOptions options)
    {
        if (options.AuthnContextClasses.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("samlp", "RequestedAuthnContext", Protocol);
        xml.WriteAttributeString("Comparison", Comparison(options.AuthnContextComparison));
        foreach (var name in options.AuthnContextClasses)
        {
            xml.WriteElementString("saml", "AuthnContextClassRef", Assertion, name);
        }

        xml.WriteEndElement();
    }

    static string Comparison(AuthnContextComparison comparison) => comparison switch
    {
        AuthnContextComparison.Exact => "exact",
        AuthnContextComparison.Minimum => "minimum",
        AuthnContextComparison.Maximum => "maximum",
        AuthnContextComparison.Better => "better",
        _ => throw new InvalidOperationException($"No SAML comparison for {comparison}."),
    };
}
