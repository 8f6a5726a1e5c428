using System.Globalization;
using System.Xml;

namespace ControlPlane.Sandbox.Emulator.Sts;

/// <summary>What STS reads from an assertion whose signature held.</summary>
sealed record SamlAssertion
{
    const string Namespace = "urn:oasis:names:tc:SAML:2.0:assertion";
    const string Attributes = "https://aws.amazon.com/SAML/Attributes/";

    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    public required string SubjectFormat { get; init; }

    public string? NameQualifier { get; init; }

    /// <summary>The Recipient of the bearer confirmation: <c>SAML:aud</c> of trust policies.</summary>
    public required string Recipient { get; init; }

    /// <summary>When the bearer confirmation ends.</summary>
    public required DateTimeOffset NotOnOrAfter { get; init; }

    /// <summary>When the conditions begin; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When the conditions end; null for never.</summary>
    public DateTimeOffset? ConditionsEnd { get; init; }

    /// <summary>The attributes with AWS's prefix, by the rest of their name.</summary>
    public required ILookup<string, string> Aws { get; init; }

    /// <summary>The tags that the assertion passes.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags => [.. Aws
        .Where(a => a.Key.StartsWith("PrincipalTag:", StringComparison.Ordinal))
        .Select(a => KeyValuePair.Create(a.Key["PrincipalTag:".Length..], a.First()))];

    /// <summary>Reads an assertion.</summary>
    /// <exception cref="FormatException">Something that STS needs is missing.</exception>
    public static SamlAssertion Read(XmlElement assertion)
    {
        var subject = One(assertion, "Subject");
        var nameId = One(subject, "NameID");
        var confirmation = Children(subject, "SubjectConfirmation")
            .Where(c => c.GetAttribute("Method") == "urn:oasis:names:tc:SAML:2.0:cm:bearer")
            .Select(c => One(c, "SubjectConfirmationData"))
            .FirstOrDefault() ?? throw new FormatException("there is no bearer SubjectConfirmation");
        var conditions = Children(assertion, "Conditions").FirstOrDefault();
        return new()
        {
            Issuer = One(assertion, "Issuer").InnerText.Trim(),
            Subject = nameId.InnerText.Trim(),
            SubjectFormat = nameId.GetAttribute("Format"),
            NameQualifier = nameId.HasAttribute("NameQualifier") ? nameId.GetAttribute("NameQualifier") : null,
            Recipient = confirmation.GetAttribute("Recipient"),
            NotOnOrAfter = Time(confirmation.GetAttribute("NotOnOrAfter")) ?? throw new FormatException("NotOnOrAfter is missing"),
            NotBefore = Time(conditions?.GetAttribute("NotBefore")),
            ConditionsEnd = Time(conditions?.GetAttribute("NotOnOrAfter")),
            Aws = Children(assertion, "AttributeStatement")
                .SelectMany(s => Children(s, "Attribute"))
                .Where(a => a.GetAttribute("Name").StartsWith(Attributes, StringComparison.Ordinal))
                .SelectMany(a => Children(a, "AttributeValue").Select(v => (Name: a.GetAttribute("Name")[Attributes.Length..], v.InnerText)))
                .ToLookup(a => a.Name, a => a.InnerText.Trim(), StringComparer.Ordinal),
        };
    }

    static XmlElement One(XmlElement parent, string name)
        => Children(parent, name).FirstOrDefault() ?? throw new FormatException($"{name} is missing");

    static IEnumerable<XmlElement> Children(XmlElement parent, string name)
        => parent.ChildNodes.OfType<XmlElement>().Where(e => e.LocalName == name && e.NamespaceURI == Namespace);

    static DateTimeOffset? Time(string? text)
        => string.IsNullOrEmpty(text) ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
