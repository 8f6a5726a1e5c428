using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Writes SAML responses (SAMLCore 2.3.3 and 3.3.3) for the HTTP-POST binding.</summary>
static class ResponseWriter
{
    /// <summary>The base64 text of the form field <c>SAMLResponse</c>.</summary>
    public static string Write(ResponseOrder order, DevKeys keys)
    {
        var document = Load(Response(order));
        var response = document.DocumentElement!;
        var assertion = (XmlElement)response.LastChild!;

        // The order matters: the response's signature covers the assertion as it is sent, signed and encrypted.
        if (order.SignedParts.HasFlag(SignedParts.Assertion))
        {
            XmlSigner.Sign(assertion, keys);
        }

        if (order.EncryptFor is { } certificate)
        {
            AssertionEncryptor.Encrypt(assertion, certificate);
        }

        if (order.SignedParts.HasFlag(SignedParts.Response))
        {
            XmlSigner.Sign(response, keys);
        }

        return Convert.ToBase64String(Encoding.UTF8.GetBytes(document.OuterXml));
    }

    static XElement Response(ResponseOrder order) => new(
        SamlNames.Protocol + "Response",
        new XAttribute(XNamespace.Xmlns + "samlp", SamlNames.Protocol),
        new XAttribute(XNamespace.Xmlns + "saml", SamlNames.Assertion),
        new XAttribute("ID", "_" + Guid.CreateVersion7().ToString("N")),
        new XAttribute("Version", "2.0"),
        new XAttribute("IssueInstant", Instant(order.IssuedAt)),
        new XAttribute("Destination", order.Recipient.AbsoluteUri),
        Optional("InResponseTo", order.InResponseTo),
        new XElement(SamlNames.Assertion + "Issuer", order.Issuer),
        new XElement(
            SamlNames.Protocol + "Status",
            new XElement(SamlNames.Protocol + "StatusCode", new XAttribute("Value", "urn:oasis:names:tc:SAML:2.0:status:Success"))),
        Assertion(order));

    static XElement Assertion(ResponseOrder order) => new(
        SamlNames.Assertion + "Assertion",
        new XAttribute("ID", order.AssertionId),
        new XAttribute("Version", "2.0"),
        new XAttribute("IssueInstant", Instant(order.IssuedAt)),
        new XElement(SamlNames.Assertion + "Issuer", order.Issuer),
        Subject(order),
        new XElement(
            SamlNames.Assertion + "Conditions",
            new XAttribute("NotBefore", Instant(order.IssuedAt.AddMinutes(-1))),
            new XAttribute("NotOnOrAfter", Instant(order.IssuedAt + order.Lifetime)),
            new XElement(SamlNames.Assertion + "AudienceRestriction", new XElement(SamlNames.Assertion + "Audience", order.Audience))),
        new XElement(
            SamlNames.Assertion + "AuthnStatement",
            new XAttribute("AuthnInstant", Instant(order.IssuedAt)),
            new XAttribute("SessionIndex", order.AssertionId),
            Optional("SessionNotOnOrAfter", order.SessionLength is { } length ? Instant(order.IssuedAt + length) : null),
            new XElement(
                SamlNames.Assertion + "AuthnContext",
                new XElement(SamlNames.Assertion + "AuthnContextClassRef", order.AuthnContextClass))),
        new XElement(SamlNames.Assertion + "AttributeStatement", order.Attributes.Select(Attribute)));

    static XElement Subject(ResponseOrder order) => new(
        SamlNames.Assertion + "Subject",
        new XElement(SamlNames.Assertion + "NameID", new XAttribute("Format", SamlNames.EmailFormat), order.Subject),
        new XElement(
            SamlNames.Assertion + "SubjectConfirmation",
            new XAttribute("Method", "urn:oasis:names:tc:SAML:2.0:cm:bearer"),
            new XElement(
                SamlNames.Assertion + "SubjectConfirmationData",
                new XAttribute("NotOnOrAfter", Instant(order.IssuedAt + order.Lifetime)),
                new XAttribute("Recipient", order.Recipient.AbsoluteUri),
                Optional("InResponseTo", order.InResponseTo))));

    static XElement Attribute(KeyValuePair<string, IReadOnlyList<string>> attribute) => new(
        SamlNames.Assertion + "Attribute",
        new XAttribute("Name", attribute.Key),
        new XAttribute("NameFormat", "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified"),
        attribute.Value.Select(value => new XElement(SamlNames.Assertion + "AttributeValue", value)));

    static XAttribute? Optional(string name, string? value) => value is null ? null : new XAttribute(name, value);

    static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    static XmlDocument Load(XElement element)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        using var reader = element.CreateReader();
        document.Load(reader);
        return document;
    }
}
