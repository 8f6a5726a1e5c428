namespace ControlPlane.Saml.Xml;

/// <summary>The bounds of a message. All of them are checked while it is read, before any cryptography. A response of a real identity
/// provider has 3 to 20 KB, 40 to 400 elements, and a depth of 7.</summary>
static class XmlLimits
{
    /// <summary>The most bytes of XML: room for some thousand group names.</summary>
    public const int Bytes = 256 * 1024;

    /// <summary>The most characters of the form field: the base64 of <see cref="Bytes"/> with line breaks.</summary>
    public const int FormCharacters = 360 * 1024;

    /// <summary>The deepest element; the root has depth 1.</summary>
    public const int Depth = 24;

    /// <summary>The most elements and texts.</summary>
    public const int Nodes = 16 * 1024;

    /// <summary>The most attributes and namespace declarations in all.</summary>
    public const int Attributes = 8 * 1024;

    /// <summary>The most attributes and namespace declarations of one element.</summary>
    public const int AttributesOfElement = 32;

    /// <summary>The most namespace declarations that may be in scope at one place.</summary>
    public const int NamespacesInScope = 64;

    /// <summary>The most bytes of a name, prefix included.</summary>
    public const int NameLength = 128;

    /// <summary>The most bytes of an attribute's value.</summary>
    public const int AttributeValueLength = 4 * 1024;

    /// <summary>The most bytes of one text: an encrypted assertion is one text.</summary>
    public const int TextLength = 192 * 1024;
}
