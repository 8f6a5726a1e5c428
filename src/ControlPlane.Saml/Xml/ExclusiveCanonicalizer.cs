using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ControlPlane.Saml.Xml;

/// <summary>Exclusive XML Canonicalization 1.0 without comments, of one element of a tree. Never shared by two threads.</summary>
/// <remarks>The specification's data model is the tree itself: text is resolved, line ends and attribute values are normalised when it is
/// read. Nothing can fail here; what canonicalisation must refuse, such as relative namespaces, the reader refuses.</remarks>
sealed class ExclusiveCanonicalizer
{
    static readonly SearchValues<byte> EscapedInText = SearchValues.Create("&<>\r"u8);
    static readonly SearchValues<byte> EscapedInAttributes = SearchValues.Create("&<\"\t\n\r"u8);

    readonly List<(int Index, int Rendered)> _open = new(XmlLimits.Depth);
    readonly List<Rendered> _rendered = new(XmlLimits.NamespacesInScope);
    readonly List<Rendered> _declared = new(XmlLimits.AttributesOfElement);
    readonly List<int> _attributes = new(XmlLimits.AttributesOfElement);
    byte[] _output = new byte[8 * 1024];
    int _length;
    XmlTree _tree = null!;

    /// <summary>Writes an element's canonical form and returns it; it stays valid until the next call.</summary>
    /// <param name="apex">The element.</param>
    /// <param name="excluded">The index of a descendant that is left out with all it contains; -1 for none.</param>
    /// <param name="prefixes">The PrefixList of InclusiveNamespaces: prefixes separated by white space; empty for none.</param>
    public ReadOnlySpan<byte> Write(Element apex, int excluded, ReadOnlySpan<byte> prefixes)
    {
        _tree = apex.Tree;
        _length = 0;
        _open.Clear();
        _rendered.Clear();
        var end = _tree.Nodes[apex.Index].End;
        for (var i = apex.Index; i < end;)
        {
            Close(i);
            i = i == excluded ? _tree.Nodes[i].End : WriteNode(i, prefixes);
        }

        Close(end);
        return _output.AsSpan(0, _length);
    }

    int WriteNode(int index, ReadOnlySpan<byte> prefixes)
    {
        ref var node = ref _tree.Nodes[index];
        if (node.IsText)
        {
            PutEscaped(_tree.Bytes(node.Start, node.Length), EscapedInText);
        }
        else
        {
            WriteStartTag(index, ref node, prefixes);
        }

        return index + 1;
    }

    /// <summary>Ends the elements that do not reach to an index.</summary>
    void Close(int index)
    {
        while (_open is [.., var last] && _tree.Nodes[last.Index].End <= index)
        {
            ref var node = ref _tree.Nodes[last.Index];
            Put("</"u8);
            Put(_tree.Bytes(node.Start, node.Length));
            Put(">"u8);
            _rendered.RemoveRange(last.Rendered, _rendered.Count - last.Rendered);
            _open.RemoveAt(_open.Count - 1);
        }
    }

    void WriteStartTag(int index, ref XmlNode node, ReadOnlySpan<byte> prefixes)
    {
        _open.Add((index, _rendered.Count));
        if (node.Attributes == 0 && prefixes.IsEmpty && IsRendered(node.Namespace))
        {
            // Nothing but a name whose namespace is in force: the most frequent element.
            PutOpening(ref node);
            Put(">"u8);
            return;
        }

        _declared.Clear();
        Use(new(node.Start, node.Prefix, node.Namespace));
        SortAttributes(ref node);
        foreach (var i in _attributes)
        {
            ref var attribute = ref _tree.Attributes[i];
            if (attribute.Prefix > 0)
            {
                Use(new(attribute.Start, attribute.Prefix, attribute.Namespace));
            }
        }

        UseListed(index, prefixes);
        if (_declared.Count > 1)
        {
            _declared.Sort(ComparePrefixes);
        }

        PutOpening(ref node);
        WriteDeclarations();
        WriteAttributes();
        Put(">"u8);
    }

    /// <summary>Notes that a prefix is visibly used, unless an ancestor in the output has rendered the same declaration.</summary>
    void Use(Rendered used)
    {
        if (used.Namespace == XmlTree.XmlNamespace || IsRendered(used.Namespace) || Find(_declared, used) is not null)
        {
            return;
        }

        var uri = _tree.Uri(used.Namespace);
        var known = Find(_rendered, used);
        if (known is null ? !uri.IsEmpty : !_tree.Uri(known.Value.Namespace).SequenceEqual(uri))
        {
            _declared.Add(used);
        }
    }

    /// <summary>Whether this very declaration is rendered. It is then in force: another of its prefix would hide it from here as well.</summary>
    bool IsRendered(int declaration)
    {
        foreach (ref readonly var rendered in CollectionsMarshal.AsSpan(_rendered))
        {
            if (rendered.Namespace == declaration)
            {
                return declaration != XmlTree.NoNamespace;
            }
        }

        return false;
    }

    Rendered? Find(List<Rendered> list, Rendered wanted)
    {
        var prefix = _tree.Bytes(wanted.Start, wanted.Length);
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (_tree.Bytes(list[i].Start, list[i].Length).SequenceEqual(prefix))
            {
                return list[i];
            }
        }

        return null;
    }

    /// <summary>Treats the prefixes of a PrefixList as inclusive canonicalisation does: rendered where they are in scope (ExcC14N 3).</summary>
    void UseListed(int index, ReadOnlySpan<byte> prefixes)
    {
        if (prefixes.IsEmpty)
        {
            return;
        }

        foreach (var range in prefixes.SplitAny(" \t\n\r"u8))
        {
            var token = prefixes[range];
            if (!token.IsEmpty && FindInScope(index, token.SequenceEqual("#default"u8) ? default : token) is { } found)
            {
                Use(found);
            }
        }
    }

    Rendered? FindInScope(int index, ReadOnlySpan<byte> prefix)
    {
        for (; index >= 0; index = _tree.Nodes[index].Parent)
        {
            ref var node = ref _tree.Nodes[index];
            for (var i = node.FirstDeclaration; i < node.FirstDeclaration + node.Declarations; i++)
            {
                ref var declaration = ref _tree.Declarations[i];
                if (_tree.Bytes(declaration.PrefixStart, declaration.PrefixLength).SequenceEqual(prefix))
                {
                    return new(declaration.PrefixStart, declaration.PrefixLength, i);
                }
            }
        }

        return null;
    }

    void WriteDeclarations()
    {
        foreach (var declared in _declared)
        {
            Put(declared.Length == 0 ? " xmlns"u8 : " xmlns:"u8);
            Put(_tree.Bytes(declared.Start, declared.Length));
            Put("=\""u8);
            PutEscaped(_tree.Uri(declared.Namespace), EscapedInAttributes);
            Put("\""u8);
            _rendered.Add(declared);
        }
    }

    void WriteAttributes()
    {
        foreach (var i in _attributes)
        {
            WriteAttribute(ref _tree.Attributes[i]);
        }
    }

    void WriteAttribute(ref XmlAttribute attribute)
    {
        var value = _tree.Bytes(attribute.ValueStart, attribute.ValueLength);
        if (IsPlain(ref attribute) && value.IndexOfAny(EscapedInAttributes) < 0)
        {
            // As it stands in the message, with the space before it and both quotes.
            Put(_tree.Bytes(attribute.Start - 1, attribute.Length + attribute.ValueLength + 4));
            return;
        }

        Put(" "u8);
        Put(_tree.Bytes(attribute.Start, attribute.Length));
        Put("=\""u8);
        PutEscaped(value, EscapedInAttributes);
        Put("\""u8);
    }

    /// <summary>Whether an attribute is written as canonicalisation writes it, but for what must be escaped.</summary>
    bool IsPlain(ref XmlAttribute attribute)
        => attribute.ValueStart == attribute.Start + attribute.Length + 2
            && _tree.Bytes(attribute.Start - 1, 1)[0] == (byte)' '
            && _tree.Bytes(attribute.ValueStart - 1, 1)[0] == (byte)'"';

    /// <summary>The <c>&lt;</c> and the name, which are neighbours in the message.</summary>
    void PutOpening(ref XmlNode node) => Put(_tree.Bytes(node.Start - 1, node.Length + 1));

    void SortAttributes(ref XmlNode node)
    {
        _attributes.Clear();
        for (var i = node.FirstAttribute; i < node.FirstAttribute + node.Attributes; i++)
        {
            // Insertion: there are few, and most come in order.
            var place = _attributes.Count;
            while (place > 0 && CompareAttributes(_attributes[place - 1], i) > 0)
            {
                place--;
            }

            if (place == _attributes.Count)
            {
                _attributes.Add(i);
            }
            else
            {
                _attributes.Insert(place, i);
            }
        }
    }

    /// <summary>By namespace, then by local name; without namespace first (C14N 1.0, 2.2). UTF-8 sorts as code points do.</summary>
    int CompareAttributes(int one, int other)
    {
        ref var first = ref _tree.Attributes[one];
        ref var second = ref _tree.Attributes[other];
        var order = _tree.Uri(first.Namespace).SequenceCompareTo(_tree.Uri(second.Namespace));
        return order != 0 ? order
            : _tree.Bytes(first.LocalStart, first.LocalLength).SequenceCompareTo(_tree.Bytes(second.LocalStart, second.LocalLength));
    }

    int ComparePrefixes(Rendered one, Rendered other)
        => _tree.Bytes(one.Start, one.Length).SequenceCompareTo(_tree.Bytes(other.Start, other.Length));

    void PutEscaped(ReadOnlySpan<byte> value, SearchValues<byte> escaped)
    {
        for (var i = value.IndexOfAny(escaped); i >= 0; i = value.IndexOfAny(escaped))
        {
            Put(value[..i]);
            Put(Escape(value[i]));
            value = value[(i + 1)..];
        }

        Put(value);
    }

    static ReadOnlySpan<byte> Escape(byte value) => value switch
    {
        (byte)'&' => "&amp;"u8,
        (byte)'<' => "&lt;"u8,
        (byte)'>' => "&gt;"u8,
        (byte)'"' => "&quot;"u8,
        (byte)'\t' => "&#x9;"u8,
        (byte)'\n' => "&#xA;"u8,
        _ => "&#xD;"u8,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Put(ReadOnlySpan<byte> value)
    {
        if (!value.TryCopyTo(_output.AsSpan(_length)))
        {
            Array.Resize(ref _output, Math.Max(2 * _output.Length, _length + value.Length));
            value.CopyTo(_output.AsSpan(_length));
        }

        _length += value.Length;
    }

    /// <summary>Forgets the last output, and its memory when it was an unusually large one.</summary>
    public void Clear()
    {
        if (_output.Length > 64 * 1024)
        {
            _output = new byte[8 * 1024];
        }
        else
        {
            _output.AsSpan(0, _length).Clear();
        }

        _length = 0;
    }

    /// <summary>A prefix, by where it stands, and the declaration that it has there.</summary>
    readonly record struct Rendered(int Start, int Length, int Namespace);
}
