using System.Buffers;
using System.Runtime.CompilerServices;

namespace ControlPlane.Saml.Xml;

/// <summary>Reads a message into a tree, once, and refuses all that a SAML message has no need of: document types, comments,
/// processing instructions, entities, other encodings, and names outside ASCII.</summary>
/// <remarks>An own reader and no XmlReader, for three reasons: what it accepts is small enough to be checked line by line; it keeps
/// positions, so that what is signed can be canonicalised without a second model of the document; and it is several times faster.</remarks>
ref struct XmlParser
{
    static readonly SearchValues<byte> TextEnd = SearchValues.Create("<&>"u8);
    static readonly SearchValues<byte> DoubleQuotedEnd = SearchValues.Create("\"<&\t\n"u8);
    static readonly SearchValues<byte> SingleQuotedEnd = SearchValues.Create("'<&\t\n"u8);
    static readonly SearchValues<byte> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."u8);

    readonly XmlTree _tree;
    readonly ReadOnlySpan<byte> _source;
    ScopeStack _scope;
    int _scoped;
    int _position;
    int _parent = -1;
    int _depth;

    XmlParser(XmlTree tree)
    {
        _tree = tree;
        _source = tree.Source;
    }

    /// <summary>Reads the message that stands in the tree's arena.</summary>
    /// <exception cref="SamlRefusedException">It is not one well-formed document of plain elements and text, or breaks a bound.</exception>
    public static void Parse(XmlTree tree)
    {
        XmlCharacters.Check(tree);
        new XmlParser(tree).ReadDocument();
    }

    void ReadDocument()
    {
        _position = XmlProlog.Skip(_source);
        while (_position < _source.Length)
        {
            if (_source[_position] == (byte)'<' && (Peek(1) != (byte)'!' || !StartsWith("<![CDATA["u8)))
            {
                ReadMarkup();
            }
            else if (_parent >= 0)
            {
                ReadText();
            }
            else
            {
                SkipOutsideRoot();
            }
        }

        if (_parent >= 0 || _tree.Nodes.Count == 0)
        {
            throw XmlErrors.Malformed(_parent >= 0 ? "an element is not closed" : "there is no element", _position);
        }
    }

    void ReadMarkup()
    {
        switch (Peek(1))
        {
            case (byte)'/':
                ReadEndTag();
                break;
            case (byte)'?':
                throw XmlErrors.Forbidden("a processing instruction", _position);
            case (byte)'!' when StartsWith("<!--"u8):
                throw XmlErrors.Forbidden("a comment", _position);
            case (byte)'!' when StartsWith("<!DOCTYPE"u8):
                throw XmlErrors.Forbidden("a document type", _position);
            case (byte)'!':
                throw XmlErrors.Forbidden("a markup declaration", _position);
            default:
                ReadStartTag();
                break;
        }
    }

    void SkipOutsideRoot()
    {
        if (!IsWhitespace(_source[_position]))
        {
            throw XmlErrors.Malformed("there is text outside of the root element", _position);
        }

        _position++;
    }

    void ReadStartTag()
    {
        if (_parent < 0 && _tree.Nodes.Count > 0)
        {
            throw XmlErrors.Malformed("there is a second root element", _position);
        }

        if (++_depth > XmlLimits.Depth)
        {
            throw XmlErrors.Limit("levels of elements", XmlLimits.Depth, _position);
        }

        var index = AddNode();
        ref var node = ref _tree.Nodes[index];
        node.MarkupStart = _position++;
        node.Start = _position;
        node.Prefix = ReadName();
        node.Length = _position - node.Start;
        node.FirstAttribute = _tree.Attributes.Count;
        node.FirstDeclaration = _tree.Declarations.Count;
        ReadAttributes(ref node);
        node.Namespace = Resolve(node.Start, node.Prefix, isAttribute: false);
        ResolveAttributes(ref node);
        CloseStartTag(index);
    }

    void CloseStartTag(int index)
    {
        var isEmpty = _source[_position] == (byte)'/';
        if (isEmpty && Peek(1) != (byte)'>')
        {
            throw XmlErrors.Malformed("a tag does not end", _position);
        }

        _position += isEmpty ? 2 : 1;
        if (isEmpty)
        {
            Close(index);
        }
        else
        {
            _parent = index;
        }
    }

    void ReadEndTag()
    {
        var start = _position + 2;
        if (_parent < 0)
        {
            throw XmlErrors.Malformed("an end tag has no start tag", _position);
        }

        ref var node = ref _tree.Nodes[_parent];
        var name = _tree.Bytes(node.Start, node.Length);
        if (!_source[start..].StartsWith(name))
        {
            throw XmlErrors.Malformed("an end tag does not belong to the open element", _position);
        }

        _position = start + node.Length;
        if (Peek(0) != (byte)'>')
        {
            SkipWhitespace();
            Expect((byte)'>');
        }
        else
        {
            _position++;
        }

        Close(_parent);
        _parent = node.Parent;
    }

    void Close(int index)
    {
        ref var node = ref _tree.Nodes[index];
        node.End = _tree.Nodes.Count;
        node.MarkupEnd = _position;
        _scoped -= node.Declarations;
        _depth--;
    }

    int AddNode()
    {
        var index = _tree.Nodes.Count;
        if (index >= XmlLimits.Nodes)
        {
            throw XmlErrors.Limit("elements and texts", XmlLimits.Nodes, _position);
        }

        ref var node = ref _tree.Nodes.Add();
        node.Parent = _parent;
        node.End = index + 1;
        return index;
    }

    void ReadAttributes(ref XmlNode node)
    {
        while (true)
        {
            var separated = SkipWhitespace();
            if (Peek(0) is (byte)'>' or (byte)'/')
            {
                return;
            }

            if (!separated)
            {
                throw XmlErrors.Malformed("a tag does not end, or its attributes are not separated", _position);
            }

            ReadAttribute(ref node);
            if (node.Attributes + node.Declarations > XmlLimits.AttributesOfElement)
            {
                throw XmlErrors.Limit("attributes at one element", XmlLimits.AttributesOfElement, _position);
            }

            if (_tree.Attributes.Count + _tree.Declarations.Count > XmlLimits.Attributes)
            {
                throw XmlErrors.Limit("attributes", XmlLimits.Attributes, _position);
            }
        }
    }

    void ReadAttribute(ref XmlNode node)
    {
        var start = _position;
        var prefix = ReadName();
        var length = _position - start;
        SkipEquals();
        var (valueStart, valueLength) = ReadValue();
        var name = _source.Slice(start, length);
        if (name.StartsWith("xmlns"u8) && (length == 5 || prefix == 5))
        {
            Declare(ref node, prefix == 0 ? default : name[6..], start + 6, valueStart, valueLength);
            return;
        }

        ref var attribute = ref _tree.Attributes.Add();
        attribute.Start = start;
        attribute.Length = length;
        attribute.Prefix = prefix;
        attribute.ValueStart = valueStart;
        attribute.ValueLength = valueLength;
        node.Attributes++;
    }

    void Declare(ref XmlNode node, ReadOnlySpan<byte> prefix, int prefixStart, int uriStart, int uriLength)
    {
        var uri = _tree.Bytes(uriStart, uriLength);
        NamespaceRules.Check(prefix, uri, _position);
        for (var i = _scoped - node.Declarations; i < _scoped; i++)
        {
            ref var other = ref _tree.Declarations[_scope[i]];
            if (_tree.Bytes(other.PrefixStart, other.PrefixLength).SequenceEqual(prefix))
            {
                throw XmlErrors.Malformed("an element declares a prefix twice", _position);
            }
        }

        if (_scoped >= XmlLimits.NamespacesInScope)
        {
            throw XmlErrors.Limit("namespaces in scope", XmlLimits.NamespacesInScope, _position);
        }

        _scope[_scoped++] = _tree.Declarations.Count;
        ref var declaration = ref _tree.Declarations.Add();
        declaration.PrefixStart = prefix.IsEmpty ? 0 : prefixStart;
        declaration.PrefixLength = prefix.Length;
        declaration.UriStart = uriStart;
        declaration.UriLength = uriLength;
        declaration.Known = KnownNamespaces.Find(uri);
        node.Declarations++;
    }

    readonly void ResolveAttributes(ref XmlNode node)
    {
        var end = node.FirstAttribute + node.Attributes;
        for (var i = node.FirstAttribute; i < end; i++)
        {
            ref var attribute = ref _tree.Attributes[i];
            attribute.Namespace = Resolve(attribute.Start, attribute.Prefix, isAttribute: true);
            for (var j = node.FirstAttribute; j < i; j++)
            {
                CheckDifferent(ref attribute, ref _tree.Attributes[j]);
            }
        }
    }

    readonly void CheckDifferent(ref XmlAttribute one, ref XmlAttribute other)
    {
        if (_source.Slice(one.LocalStart, one.LocalLength).SequenceEqual(_source.Slice(other.LocalStart, other.LocalLength))
            && _tree.Uri(one.Namespace).SequenceEqual(_tree.Uri(other.Namespace)))
        {
            throw XmlErrors.Malformed("an element has an attribute twice", one.Start);
        }
    }

    readonly int Resolve(int start, int prefixLength, bool isAttribute)
    {
        // An attribute without prefix has no namespace, whatever the default is (Namespaces in XML, 6.2).
        if (prefixLength == 0 && isAttribute)
        {
            return XmlTree.NoNamespace;
        }

        var prefix = _source.Slice(start, prefixLength);
        for (var i = _scoped - 1; i >= 0; i--)
        {
            ref var declaration = ref _tree.Declarations[_scope[i]];
            if (declaration.PrefixLength == prefixLength && _tree.Bytes(declaration.PrefixStart, prefixLength).SequenceEqual(prefix))
            {
                return declaration.UriLength == 0 ? XmlTree.NoNamespace : _scope[i];
            }
        }

        return prefixLength == 0 ? XmlTree.NoNamespace
            : prefix.SequenceEqual("xml"u8) ? XmlTree.XmlNamespace
            : throw XmlErrors.Malformed("a prefix is not declared", start);
    }

    /// <summary>Reads a qualified name and returns the length of its prefix.</summary>
    int ReadName()
    {
        var rest = _source[_position..];
        var length = NameLength(rest);
        var prefix = 0;
        if (length < rest.Length && rest[length] == (byte)':')
        {
            prefix = length;
            var local = rest[(length + 1)..];
            var localLength = NameLength(local);
            length += 1 + localLength;
            if (prefix == 0 || localLength == 0 || !IsNameStart(local[0]) || (length < rest.Length && rest[length] == (byte)':'))
            {
                throw NotQualified();
            }
        }

        if (length == 0)
        {
            throw XmlErrors.Malformed("a name was expected; names in SAML messages are ASCII", _position);
        }

        if (length > XmlLimits.NameLength)
        {
            throw XmlErrors.Limit("bytes in a name", XmlLimits.NameLength, _position);
        }

        if (!IsNameStart(rest[0]))
        {
            throw NotQualified();
        }

        _position += length;
        return prefix;
    }

    static int NameLength(ReadOnlySpan<byte> value)
    {
        var length = value.IndexOfAnyExcept(NameCharacters);
        return length < 0 ? value.Length : length;
    }

    readonly SamlRefusedException NotQualified() => XmlErrors.Malformed("a name is not a qualified name", _position);

    /// <summary>Reads an attribute's value as XML 1.0, 3.3.3 has it: references resolved, white space turned into spaces.</summary>
    (int Start, int Length) ReadValue()
    {
        var quote = Peek(0);
        if (quote is not ((byte)'"' or (byte)'\''))
        {
            throw XmlErrors.Malformed("an attribute's value has no quotes", _position);
        }

        var start = ++_position;
        // Written out, so that each search is compiled for its own set.
        var rest = _source[start..];
        var length = quote == (byte)'"' ? rest.IndexOfAny(DoubleQuotedEnd) : rest.IndexOfAny(SingleQuotedEnd);
        if (length < 0 || rest[length] != quote)
        {
            (start, length) = ResolveValue(quote == (byte)'"' ? DoubleQuotedEnd : SingleQuotedEnd, quote);
        }
        else
        {
            _position += length + 1;
        }

        return length <= XmlLimits.AttributeValueLength
            ? (start, length)
            : throw XmlErrors.Limit("bytes in an attribute's value", XmlLimits.AttributeValueLength, _position);
    }

    (int Start, int Length) ResolveValue(SearchValues<byte> stops, byte quote)
    {
        var resolved = _tree.Position;
        while (true)
        {
            var length = _source[_position..].IndexOfAny(stops);
            if (length < 0)
            {
                throw XmlErrors.Malformed("an attribute's value does not end", _position);
            }

            _tree.Append(_source.Slice(_position, length));
            _position += length;
            var stop = _source[_position];
            if (stop == quote)
            {
                _position++;
                return (resolved, _tree.Position - resolved);
            }

            ResolveInValue(stop);
        }
    }

    void ResolveInValue(byte stop)
    {
        switch (stop)
        {
            case (byte)'<':
                throw XmlErrors.Malformed("an attribute's value contains '<'", _position);
            case (byte)'&':
                _position += XmlReferences.Append(_source[_position..], _tree, _position);
                break;
            default:
                _tree.Append((byte)' ');
                _position++;
                break;
        }
    }

    /// <summary>Reads all text up to the next tag into one node: whoever asks for it gets the whole of it.</summary>
    void ReadText()
    {
        var start = _position;
        var length = PlainTextLength();
        var end = start + length;
        int textStart, textLength;
        if (end < _source.Length && _source[end] == (byte)'<' && !_source[end..].StartsWith("<!["u8))
        {
            (textStart, textLength) = (start, length);
            _position = end;
        }
        else
        {
            textStart = ResolveText();
            textLength = _tree.Position - textStart;
        }

        if (textLength > XmlLimits.TextLength)
        {
            throw XmlErrors.Limit("bytes in a text", XmlLimits.TextLength, start);
        }

        if (textLength > 0)
        {
            ref var node = ref _tree.Nodes[AddNode()];
            node.Prefix = XmlNode.Text;
            node.Start = textStart;
            node.Length = textLength;
        }
    }

    int ResolveText()
    {
        var resolved = _tree.Position;
        while (_position < _source.Length)
        {
            var length = PlainTextLength();
            _tree.Append(_source.Slice(_position, length));
            _position += length;
            if (StartsWith("<![CDATA["u8))
            {
                AppendCharacterData();
            }
            else if (Peek(0) == (byte)'&')
            {
                _position += XmlReferences.Append(_source[_position..], _tree, _position);
            }
            else
            {
                return resolved;
            }
        }

        return resolved;
    }

    /// <summary>How far the text goes until a tag or a reference, or the end.</summary>
    readonly int PlainTextLength()
    {
        var rest = _source[_position..];
        var length = 0;
        while (true)
        {
            var step = rest[length..].IndexOfAny(TextEnd);
            if (step < 0)
            {
                return rest.Length;
            }

            length += step;
            if (rest[length] != (byte)'>')
            {
                return length;
            }

            if (length >= 2 && rest[length - 1] == (byte)']' && rest[length - 2] == (byte)']')
            {
                throw XmlErrors.Malformed("text contains ']]>'", _position + length);
            }

            length++;
        }
    }

    void AppendCharacterData()
    {
        var data = _source[(_position + 9)..];
        var length = data.IndexOf("]]>"u8);
        if (length < 0)
        {
            throw XmlErrors.Malformed("a CDATA section does not end", _position);
        }

        _tree.Append(data[..length]);
        _position += length + 12;
    }

    void SkipEquals()
    {
        if (_position < _source.Length && _source[_position] == (byte)'=')
        {
            _position++;
        }
        else
        {
            SkipWhitespace();
            Expect((byte)'=');
        }

        SkipWhitespace();
    }

    bool SkipWhitespace()
    {
        var start = _position;
        while (_position < _source.Length && IsWhitespace(_source[_position]))
        {
            _position++;
        }

        return _position > start;
    }

    void Expect(byte expected)
    {
        if (Peek(0) != expected)
        {
            throw XmlErrors.Malformed($"'{(char)expected}' was expected", _position);
        }

        _position++;
    }

    readonly byte Peek(int ahead) => _position + ahead < _source.Length
        ? _source[_position + ahead]
        : throw XmlErrors.Malformed("it ends too early", _source.Length);

    readonly bool StartsWith(ReadOnlySpan<byte> value) => _source[_position..].StartsWith(value);

    static bool IsWhitespace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r';

    static bool IsNameStart(byte value) => char.IsAsciiLetter((char)value) || value == (byte)'_';

    /// <summary>Whether a value is a name without colon (Namespaces in XML, 3), of ASCII characters.</summary>
    public static bool IsNcName(ReadOnlySpan<byte> value)
        => !value.IsEmpty && IsNameStart(value[0]) && value.IndexOfAnyExcept(NameCharacters) < 0;

    [InlineArray(XmlLimits.NamespacesInScope)]
    struct ScopeStack
    {
        int _declaration;
    }
}
