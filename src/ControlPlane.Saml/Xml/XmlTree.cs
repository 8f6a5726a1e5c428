namespace ControlPlane.Saml.Xml;

/// <summary>A message that was read once: its bytes, and flat tables of what is in it, in document order. Made to be used again for the
/// next message of the same thread; never shared by two.</summary>
sealed class XmlTree
{
    /// <summary>In the place of a declaration: no namespace.</summary>
    public const int NoNamespace = -1;

    /// <summary>In the place of a declaration: the namespace of the prefix <c>xml</c>, which is never declared.</summary>
    public const int XmlNamespace = -2;

    byte[] _arena = new byte[16 * 1024];
    int _used;

    public GrowingTable<XmlNode> Nodes { get; } = new(256);

    public GrowingTable<XmlAttribute> Attributes { get; } = new(128);

    public GrowingTable<XmlDeclaration> Declarations { get; } = new(64);

    /// <summary>How many bytes the message itself has; resolved values follow them in the arena.</summary>
    public int SourceLength { get; private set; }

    public ReadOnlySpan<byte> Source => _arena.AsSpan(0, SourceLength);

    public Element Root => new(this, 0);

    public ReadOnlySpan<byte> Bytes(int start, int length) => _arena.AsSpan(start, length);

    /// <summary>Makes room for a message and gives the caller the place to write it to.</summary>
    public Span<byte> Prepare(int length)
    {
        // What resolving yields is never longer than what it was resolved from, so that twice the length is always enough.
        if (_arena.Length < 2 * length)
        {
            _arena = new byte[2 * length];
        }

        Nodes.Clear();
        Attributes.Clear();
        Declarations.Clear();
        SourceLength = _used = length;
        return _arena.AsSpan(0, length);
    }

    /// <summary>Takes bytes that we made ourselves and reads them.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Prepare(bytes.Length));
        XmlParser.Parse(this);
    }

    /// <summary>Cuts the message: its bytes were rewritten in place to fewer.</summary>
    public Span<byte> Shorten(int length)
    {
        SourceLength = _used = length;
        return _arena.AsSpan(0, length);
    }

    /// <summary>Where the next resolved byte will be.</summary>
    public int Position => _used;

    public void Append(byte value) => _arena[_used++] = value;

    public void Append(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_arena.AsSpan(_used));
        _used += value.Length;
    }

    public ReadOnlySpan<byte> Uri(int declaration) => declaration switch
    {
        NoNamespace => default,
        XmlNamespace => KnownNamespaces.XmlUri,
        _ => Bytes(Declarations[declaration].UriStart, Declarations[declaration].UriLength),
    };

    public Ns Known(int declaration) => declaration switch
    {
        NoNamespace => Ns.None,
        XmlNamespace => Ns.Xml,
        _ => Declarations[declaration].Known,
    };

    /// <summary>Forgets the message, and its memory when it was an unusually large one.</summary>
    public void Clear()
    {
        if (_arena.Length > 64 * 1024)
        {
            _arena = new byte[16 * 1024];
        }
        else
        {
            _arena.AsSpan(0, _used).Clear();
        }

        SourceLength = _used = 0;
        Nodes.Clear();
        Attributes.Clear();
        Declarations.Clear();
    }
}

/// <summary>A list of structs that hands out references into itself.</summary>
sealed class GrowingTable<T>(int capacity)
    where T : struct
{
    T[] _items = new T[capacity];

    public int Count { get; private set; }

    public ref T this[int index] => ref _items[index];

    public ref T Add()
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, 2 * Count);
        }

        _items[Count] = default;
        return ref _items[Count++];
    }

    public void RemoveLast(int count) => Count -= count;

    public void Truncate(int count) => Count = count;

    public void Clear() => Count = 0;
}
