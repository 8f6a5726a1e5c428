using System.Globalization;
using System.Text;
using System.Xml;

namespace ControlPlane.Saml.Logout;

/// <summary>What every message of ours says of itself.</summary>
readonly record struct MessageHeader(string Id, DateTimeOffset IssueInstant, Uri Destination, ServiceProvider Issuer);

/// <summary>The XML of LogoutRequests and LogoutResponses (SAMLCore 3.7.1, 3.7.2).</summary>
static class LogoutXml
{
    const string Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
    const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";
    const string Status = "urn:oasis:names:tc:SAML:2.0:status:";
    static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true };

    public static string Request(MessageHeader header, NameId subject, string? sessionIndex) => Write("LogoutRequest", header, xml =>
    {
        xml.WriteAttributeString("NotOnOrAfter", Instant(header.IssueInstant + LogoutMessageBuilder.Lifetime));
        xml.WriteAttributeString("Reason", "urn:oasis:names:tc:SAML:2.0:logout:user");
        WriteIssuer(xml, header);
        WriteSubject(xml, subject);
        if (sessionIndex is not null)
        {
            xml.WriteElementString("samlp", "SessionIndex", Protocol, sessionIndex);
        }
    });

    public static string Response(MessageHeader header, string inResponseTo, LogoutStatus status) => Write("LogoutResponse", header, xml =>
    {
        xml.WriteAttributeString("InResponseTo", inResponseTo);
        WriteIssuer(xml, header);
        WriteStatus(xml, status);
    });

    static string Write(string name, MessageHeader header, Action<XmlWriter> writeRest)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, Settings))
        {
            xml.WriteStartElement("samlp", name, Protocol);
            xml.WriteAttributeString("ID", header.Id);
            xml.WriteAttributeString("Version", "2.0");
            xml.WriteAttributeString("IssueInstant", Instant(header.IssueInstant));
            xml.WriteAttributeString("Destination", header.Destination.AbsoluteUri);
            writeRest(xml);
            xml.WriteEndElement();
        }

        return text.ToString();
    }

    static void WriteIssuer(XmlWriter xml, MessageHeader header)
        => xml.WriteElementString("saml", "Issuer", Assertion, header.Issuer.EntityId);

    // Exactly as it came in the assertion: the identity provider compares all of it (SAMLCore 3.7.1).
    static void WriteSubject(XmlWriter xml, NameId subject)
    {
        xml.WriteStartElement("saml", "NameID", Assertion);
        WriteOptional(xml, "NameQualifier", subject.NameQualifier);
        WriteOptional(xml, "SPNameQualifier", subject.SPNameQualifier);
        WriteOptional(xml, "Format", subject.Format);
        xml.WriteString(subject.Value);
        xml.WriteEndElement();
    }

    static void WriteOptional(XmlWriter xml, string name, string? value)
    {
        if (value is not null)
        {
            xml.WriteAttributeString(name, value);
        }
    }

    static void WriteStatus(XmlWriter xml, LogoutStatus status)
    {
        var (code, subCode) = Codes(status);
        xml.WriteStartElement("samlp", "Status", Protocol);
        xml.WriteStartElement("samlp", "StatusCode", Protocol);
        xml.WriteAttributeString("Value", Status + code);
        if (subCode is not null)
        {
            xml.WriteStartElement("samlp", "StatusCode", Protocol);
            xml.WriteAttributeString("Value", Status + subCode);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    static (string Code, string? SubCode) Codes(LogoutStatus status) => status switch
    {
        LogoutStatus.Success => ("Success", null),
        LogoutStatus.PartialLogout => ("Success", "PartialLogout"),
        LogoutStatus.Responder => ("Responder", null),
        LogoutStatus.RequestDenied => ("Requester", "RequestDenied"),
        _ => throw new InvalidOperationException($"No SAML status for {status}."),
    };

    static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
