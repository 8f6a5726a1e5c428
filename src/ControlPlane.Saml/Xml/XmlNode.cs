namespace ControlPlane.Saml.Xml;

/// <summary>An element or a text of an <see cref="XmlTree"/>. All positions count bytes in the tree's arena, all indexes nodes.</summary>
struct XmlNode
{
    /// <summary>The value of <see cref="Prefix"/> that marks a text.</summary>
    public const int Text = -1;

    /// <summary>Where the qualified name of an element, or the resolved text, begins.</summary>
    public int Start;

    /// <summary>How long the name or text is.</summary>
    public int Length;

    /// <summary>The length of the prefix without colon; 0 for none; <see cref="Text"/> for a text.</summary>
    public int Prefix;

    /// <summary>The declaration that gives the element its namespace, or one of <see cref="XmlTree"/>'s constants.</summary>
    public int Namespace;

    /// <summary>The parent's index; -1 for the root.</summary>
    public int Parent;

    /// <summary>The index after the last descendant: the next sibling, if there is one.</summary>
    public int End;

    public int FirstAttribute;

    public int Attributes;

    public int FirstDeclaration;

    public int Declarations;

    /// <summary>Where the element's markup begins in the message.</summary>
    public int MarkupStart;

    /// <summary>Where the element's markup ends in the message, exclusive.</summary>
    public int MarkupEnd;

    public readonly bool IsText => Prefix == Text;

    /// <summary>Where the local name begins.</summary>
    public readonly int LocalStart => Prefix == 0 ? Start : Start + Prefix + 1;

    /// <summary>How long the local name is.</summary>
    public readonly int LocalLength => Prefix == 0 ? Length : Length - Prefix - 1;
}

/// <summary>An attribute that is no namespace declaration.</summary>
struct XmlAttribute
{
    public int Start;

    public int Length;

    public int Prefix;

    /// <summary>The declaration behind its prefix, or one of <see cref="XmlTree"/>'s constants.</summary>
    public int Namespace;

    /// <summary>Where the resolved value begins.</summary>
    public int ValueStart;

    public int ValueLength;

    public readonly int LocalStart => Prefix == 0 ? Start : Start + Prefix + 1;

    public readonly int LocalLength => Prefix == 0 ? Length : Length - Prefix - 1;
}

/// <summary>A namespace declaration.</summary>
struct XmlDeclaration
{
    public int PrefixStart;

    /// <summary>0 for the default namespace.</summary>
    public int PrefixLength;

    public int UriStart;

    /// <summary>0 when the default namespace is undeclared.</summary>
    public int UriLength;

    /// <summary>Which of the namespaces that we know it is.</summary>
    public Ns Known;
}
