using System.Xml;
using System.Xml.Linq;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Writes LogoutRequests and LogoutResponses (SAMLCore 3.7).</summary>
static class LogoutWriter
{
    public static XmlDocument Request(LogoutOrder order) => SamlXml.Load(Message("LogoutRequest", order.Id, order.Destination, order.IssuedAt,
        new XAttribute("NotOnOrAfter", SamlXml.Instant(order.IssuedAt + order.Lifetime)),
        new XElement(SamlNames.Assertion + "Issuer", order.Issuer),
        new XElement(SamlNames.Assertion + "NameID", new XAttribute("Format", SamlNames.EmailFormat), order.Subject),
        order.SessionIndexes.Select(index => new XElement(SamlNames.Protocol + "SessionIndex", index))));

    public static XmlDocument Response(string issuer, Uri destination, string inResponseTo, DateTimeOffset issuedAt, bool isPartial)
        => SamlXml.Load(Message("LogoutResponse", SamlXml.NewId(), destination, issuedAt,
            new XAttribute("InResponseTo", inResponseTo),
            new XElement(SamlNames.Assertion + "Issuer", issuer),
            SamlXml.Status("Success", isPartial ? "PartialLogout" : null)));

    static XElement Message(string name, string id, Uri destination, DateTimeOffset issuedAt, params object[] rest) => new(
        SamlNames.Protocol + name,
        new XAttribute(XNamespace.Xmlns + "samlp", SamlNames.Protocol),
        new XAttribute(XNamespace.Xmlns + "saml", SamlNames.Assertion),
        new XAttribute("ID", id),
        new XAttribute("Version", "2.0"),
        new XAttribute("IssueInstant", SamlXml.Instant(issuedAt)),
        new XAttribute("Destination", destination.AbsoluteUri),
        rest);
}
