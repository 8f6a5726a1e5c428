using System.Text;

namespace ControlPlane.Saml.Xml;

/// <summary>An element of a tree, for reading. Valid as long as its tree holds the message.</summary>
readonly struct Element(XmlTree tree, int index)
{
    public XmlTree Tree => tree;

    public int Index => index;

    public Ns Namespace => tree.Known(tree.Nodes[index].Namespace);

    public ReadOnlySpan<byte> LocalName => tree.Bytes(tree.Nodes[index].LocalStart, tree.Nodes[index].LocalLength);

    public bool Is(Ns ns, ReadOnlySpan<byte> localName) => LocalName.SequenceEqual(localName) && Namespace == ns;

    public bool HasParent(Element other) => tree.Nodes[index].Parent == other.Index;

    /// <summary>The child elements in document order.</summary>
    public ElementChildren Children => new(tree, index);

    /// <summary>Whether it has neither child elements nor text other than white space.</summary>
    public bool IsEmpty => !HasChildElements && TextBytes.Trim(Whitespace).IsEmpty;

    public bool HasChildElements => Children.MoveNext();

    /// <summary>Finds an attribute without namespace.</summary>
    public bool TryAttribute(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        ref var node = ref tree.Nodes[index];
        for (var i = node.FirstAttribute; i < node.FirstAttribute + node.Attributes; i++)
        {
            ref var attribute = ref tree.Attributes[i];
            if (attribute.Namespace == XmlTree.NoNamespace && tree.Bytes(attribute.Start, attribute.Length).SequenceEqual(name))
            {
                value = tree.Bytes(attribute.ValueStart, attribute.ValueLength);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The value of an attribute without namespace; null when it is absent.</summary>
    public string? Attribute(ReadOnlySpan<byte> name) => TryAttribute(name, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>The one child with this name; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">There are several: the shape was not checked before.</exception>
    public Element? Child(Ns ns, ReadOnlySpan<byte> localName)
    {
        Element? found = null;
        foreach (var child in Children)
        {
            if (child.Is(ns, localName))
            {
                found = found is null ? child : throw new InvalidOperationException("Several children where one was expected.");
            }
        }

        return found;
    }

    /// <summary>Its text, when it has no child elements: all of it, since the reader joins what references and CDATA divide.</summary>
    /// <exception cref="InvalidOperationException">It has child elements.</exception>
    public ReadOnlySpan<byte> TextBytes
    {
        get
        {
            ref var node = ref tree.Nodes[index];
            if (node.End == index + 1)
            {
                return default;
            }

            ref var text = ref tree.Nodes[index + 1];
            return text.IsText && node.End == index + 2
                ? tree.Bytes(text.Start, text.Length)
                : throw new InvalidOperationException("Text was expected and elements are there.");
        }
    }

    public string Text => Encoding.UTF8.GetString(TextBytes);

    /// <summary>The text of a type whose white space does not count, such as <c>xs:anyURI</c>.</summary>
    public ReadOnlySpan<byte> TrimmedBytes => TextBytes.Trim(Whitespace);

    static ReadOnlySpan<byte> Whitespace => " \t\n\r"u8;
}

/// <summary>Walks the child elements of an element.</summary>
struct ElementChildren(XmlTree tree, int parent)
{
    int _next = parent + 1;
    int _current;

    public readonly Element Current => new(tree, _current);

    public readonly ElementChildren GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_next < tree.Nodes[parent].End)
        {
            _current = _next;
            ref var node = ref tree.Nodes[_current];
            _next = node.End;
            if (!node.IsText)
            {
                return true;
            }
        }

        return false;
    }
}
