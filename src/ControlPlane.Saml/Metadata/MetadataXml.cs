using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ControlPlane.Saml.Metadata;

/// <summary>The hardened way from bytes to elements: bounds first, no DTD, no resolver, UTF-8 only.</summary>
static class MetadataXml
{
    const int MaximumDepth = 32;
    const int MaximumElements = 50_000;
    const int MaximumAttributes = 64;
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static XElement Parse(ReadOnlySpan<byte> document)
    {
        var text = Decode(document);
        try
        {
            HoldToBounds(text);
            using var reader = Open(text);
            return XElement.Load(reader);
        }
        catch (XmlException e)
        {
            throw MetadataErrors.Malformed($"line {e.LineNumber}, column {e.LinePosition} is not well-formed XML without a DTD");
        }
    }

    static string Decode(ReadOnlySpan<byte> document)
    {
        try
        {
            return StrictUtf8.GetString(document.StartsWith("\uFEFF"u8) ? document[3..] : document);
        }
        catch (DecoderFallbackException)
        {
            throw MetadataErrors.Malformed("it is not UTF-8");
        }
    }

    // Comments and processing instructions are no part of what is read: hand-kept metadata is full of them, and the text around them is
    // taken whole.
    static XmlReader Open(string text) => XmlReader.Create(new StringReader(text), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        MaxCharactersInDocument = IdentityProviderMetadata.MaximumBytes,
        MaxCharactersFromEntities = 0,
    });

    // A pass of its own before anything is built: a tree of 4 MiB of tiny elements would take a hundred times that.
    static void HoldToBounds(string text)
    {
        using var reader = Open(text);
        var elements = 0;
        while (reader.Read())
        {
            if (reader.Depth > MaximumDepth)
            {
                throw MetadataErrors.TooLarge($"it is nested deeper than {MaximumDepth} levels");
            }

            if (reader.NodeType is XmlNodeType.Element && ++elements > MaximumElements)
            {
                throw MetadataErrors.TooLarge($"it has more than {MaximumElements} elements");
            }

            if (reader.AttributeCount > MaximumAttributes)
            {
                throw MetadataErrors.TooLarge($"an element has more than {MaximumAttributes} attributes");
            }
        }
    }
}
