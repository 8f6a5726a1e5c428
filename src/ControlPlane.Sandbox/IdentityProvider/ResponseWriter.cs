using System.Xml;
using System.Xml.Linq;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Writes SAML responses (SAMLCore 2.3.3 and 3.3.3) for the HTTP-POST binding.</summary>
static class ResponseWriter
{
    /// <summary>The base64 text of the form field <c>SAMLResponse</c>.</summary>
    public static string Write(ResponseOrder order, DevKeys keys)
    {
        var document = SamlXml.Load(Response(order));
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

        return SamlXml.ToBase64(document);
    }

    /// <summary>The base64 text of a signed response that tells of a failure (SAMLCore 3.2.2).</summary>
    public static string Write(FailureOrder order, DevKeys keys)
    {
        var document = SamlXml.Load(Failure(order));
        XmlSigner.Sign(document.DocumentElement!, keys);
        return SamlXml.ToBase64(document);
    }

    static XElement Failure(FailureOrder order) => new(
        SamlNames.Protocol + "Response",
        new XAttribute(XNamespace.Xmlns + "samlp", SamlNames.Protocol),
        new XAttribute(XNamespace.Xmlns + "saml", SamlNames.Assertion),
        new XAttribute("ID", SamlXml.NewId()),
        new XAttribute("Version", "2.0"),
        new XAttribute("IssueInstant", SamlXml.Instant(order.IssuedAt)),
        new XAttribute("Destination", order.Recipient.AbsoluteUri),
        new XAttribute("InResponseTo", order.InResponseTo),
        new XElement(SamlNames.Assertion + "Issuer", order.Issuer),
        SamlXml.Status("Responder", order.Status));

    static XElement Response(ResponseOrder order) => new(
        SamlNames.Protocol + "Response",
        new XAttribute(XNamespace.Xmlns + "samlp", SamlNames.Protocol),
        new XAttribute(XNamespace.Xmlns + "saml", SamlNames.Assertion),
        new XAttribute("ID", SamlXml.NewId()),
        new XAttribute("Version", "2.0"),
        new XAttribute("IssueInstant", SamlXml.Instant(order.IssuedAt)),
        new XAttribute("Destination", order.Recipient.AbsoluteUri),
        Optional("InResponseTo", order.InResponseTo),
        new XElement(SamlNames.Assertion + "Issuer", order.Issuer),
        SamlXml.Status("Success", null),
        Assertion(order));

    static XElement Assertion(ResponseOrder order) => new(
        SamlNames.Assertion + "Assertion",
        new XAttribute("ID", order.AssertionId),
        new XAttribute("Version", "2.0"),
        new XAttribute("IssueInstant", SamlXml.Instant(order.IssuedAt)),
        new XElement(SamlNames.Assertion + "Issuer", order.Issuer),
        Subject(order),
        new XElement(
            SamlNames.Assertion + "Conditions",
            new XAttribute("NotBefore", SamlXml.Instant(order.IssuedAt.AddMinutes(-1))),
            new XAttribute("NotOnOrAfter", SamlXml.Instant(order.IssuedAt + order.Lifetime)),
            new XElement(SamlNames.Assertion + "AudienceRestriction", new XElement(SamlNames.Assertion + "Audience", order.Audience))),
        new XElement(
            SamlNames.Assertion + "AuthnStatement",
            new XAttribute("AuthnInstant", SamlXml.Instant(order.AuthnInstant ?? order.IssuedAt)),
            new XAttribute("SessionIndex", order.SessionIndex ?? order.AssertionId),
            Optional("SessionNotOnOrAfter", order.SessionLength is { } length ? SamlXml.Instant(order.IssuedAt + length) : null),
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
                new XAttribute("NotOnOrAfter", SamlXml.Instant(order.IssuedAt + order.Lifetime)),
                new XAttribute("Recipient", order.Recipient.AbsoluteUri),
                Optional("InResponseTo", order.InResponseTo))));

    static XElement Attribute(KeyValuePair<string, IReadOnlyList<string>> attribute) => new(
        SamlNames.Assertion + "Attribute",
        new XAttribute("Name", attribute.Key),
        new XAttribute("NameFormat", "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified"),
        attribute.Value.Select(value => new XElement(SamlNames.Assertion + "AttributeValue", value)));

    static XAttribute? Optional(string name, string? value) => value is null ? null : new XAttribute(name, value);
}
