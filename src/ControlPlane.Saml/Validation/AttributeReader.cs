using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLCore 2.7.3: attributes with the whole text of each value. An attribute that arrives twice is one attribute; with several
/// values it is refused unless it may have several: two programs would otherwise pick two different ones.</summary>
static class AttributeReader
{
    public static void Read(Element statement, List<SamlAttribute> attributes)
    {
        foreach (var attribute in statement.Children)
        {
            if (!attribute.Is(Ns.Assertion, "Attribute"u8))
            {
                throw AssertionErrors.AttributeMalformed(null, "it is encrypted or no Attribute at all");
            }

            if (!attribute.TryAttribute("Name"u8, out var bytes) || bytes.IsEmpty)
            {
                throw AssertionErrors.AttributeMalformed(null, "it has no Name");
            }

            var name = RecentTexts.Of(bytes);
            Merge(attributes, name, ReadValues(attribute, name));
        }
    }

    public static void CheckSingle(List<SamlAttribute> attributes, TrustRules rules)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Values.Count > 1 && !rules.MultiValuedAttributes.Contains(attribute.Name))
            {
                throw AssertionErrors.AttributeRepeated(attribute.Name, attribute.Values.Count);
            }
        }
    }

    static IReadOnlyList<string> ReadValues(Element attribute, string name)
    {
        string? first = null;
        List<string>? several = null;
        foreach (var value in attribute.Children)
        {
            if (!value.Is(Ns.Assertion, "AttributeValue"u8) || value.HasChildElements)
            {
                throw AssertionErrors.AttributeMalformed(name, "a value has child elements");
            }

            if (first is null)
            {
                first = value.Text;
            }
            else
            {
                (several ??= [first]).Add(value.Text);
            }
        }

        return several is not null ? several : first is null ? Array.Empty<string>() : new[] { first };
    }

    static void Merge(List<SamlAttribute> attributes, string name, IReadOnlyList<string> values)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].Name == name)
            {
                attributes[i] = attributes[i] with { Values = [.. attributes[i].Values, .. values] };
                return;
            }
        }

        attributes.Add(new(name, values));
    }
}
