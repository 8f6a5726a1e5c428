using System.Globalization;
using System.Text;

namespace ControlPlane.Saml.Xml;

/// <summary>Makes documents with all that canonicalisation has to take care of. The same seed makes the same document.</summary>
/// <param name="seed">The seed.</param>
/// <param name="escapedNamespaces">Whether namespaces may hold an ampersand.</param>
sealed class DocumentGenerator(int seed, bool escapedNamespaces = true)
{
    static readonly string[] Prefixes = ["", "a", "b", "saml", "xs", "Z"];
    static readonly string[] Namespaces = ["urn:one", "urn:two", "http://example.com/three?x=1&amp;y=2", "urn:oasis:names:tc:SAML:2.0:assertion"];
    static readonly string[] Locals = ["Assertion", "item", "x", "Y-1", "value.z"];
    static readonly string[] Texts =
    [
        "plain", " spaced  text ", "&amp;&lt;&gt;", "&#xD;&#10;&#9;", "a\r\nb\rc\nd", "<![CDATA[<raw> & ]] \r\n text]]>", "é ü 漢字", "😀🏳️‍🌈", "&#x1F600;",
        "a > b ] ]&gt;", "\u0085\u2028", "&quot;&apos;\"'", "<![CDATA[]]>", "x<![CDATA[y]]>z&#65;",
    ];

    static readonly string[] Values =
    [
        "plain", "", " a  b ", "&amp;&lt;>", "&#xD;&#xA;&#9;", "a\tb\nc\r\nd", "é😀", "&#x1F600;", "&quot;x&apos;", "urn:one",
    ];

    readonly Random _random = new(seed);
    readonly StringBuilder _text = new();

    public string Make()
    {
        _text.Clear();
        if (_random.Next(3) == 0)
        {
            _text.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        }

        Element(0, ImmutableScope.Empty);
        return _text.ToString();
    }

    /// <summary>A PrefixList for the document; null for none.</summary>
    public string? PrefixList() => _random.Next(2) == 0 ? null
        : string.Join(' ', Prefixes.Where(_ => _random.Next(3) == 0).Select(prefix => prefix.Length == 0 ? "#default" : prefix)) is { Length: > 0 } list ? list : null;

    void Element(int depth, ImmutableScope scope)
    {
        var declarations = new List<(string Prefix, string Uri)>();
        foreach (var prefix in Prefixes)
        {
            if (_random.Next(4) == 0)
            {
                var uri = prefix.Length == 0 && _random.Next(3) == 0 ? "" : Pick(escapedNamespaces ? Namespaces : Namespaces[..2]);
                declarations.Add((prefix, uri));
                scope = scope.With(prefix, uri);
            }
        }

        var name = Name(Pick(scope.Prefixes().Append("").ToArray()), Pick(Locals));
        _text.Append('<').Append(name);
        var attributes = declarations.Select(d => (d.Prefix.Length == 0 ? "xmlns" : $"xmlns:{d.Prefix}", d.Uri)).Concat(Attributes(scope)).ToArray();
        _random.Shuffle(attributes);
        foreach (var (attribute, value) in attributes)
        {
            var quote = value.Contains('"', StringComparison.Ordinal) || (_random.Next(3) == 0 && !value.Contains('\'', StringComparison.Ordinal)) ? '\'' : '"';
            _text.Append(Pick([" ", "  ", "\n ", "\r\n\t"])).Append(attribute).Append(Pick(["=", " = "])).Append(quote).Append(value).Append(quote);
        }

        Content(depth, scope, name);
    }

    void Content(int depth, ImmutableScope scope, string name)
    {
        if (_random.Next(6) == 0)
        {
            _text.Append(Pick(["/>", " />"]));
            return;
        }

        _text.Append('>');
        for (var i = _random.Next(depth > 4 ? 2 : 5); i > 0; i--)
        {
            if (depth > 4 || _random.Next(2) == 0)
            {
                _text.Append(Pick(Texts));
            }
            else
            {
                Element(depth + 1, scope);
            }
        }

        _text.Append("</").Append(name).Append(Pick([">", " >"]));
    }

    IEnumerable<(string Name, string Value)> Attributes(ImmutableScope scope)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = _random.Next(4); i > 0; i--)
        {
            var prefix = _random.Next(2) == 0 ? "" : Pick(scope.Prefixes().Where(p => p.Length > 0).Append("xml").ToArray());
            var local = prefix == "xml" ? Pick(["lang", "space", "base"]) : Pick(["ID", "Name", "b", "a", "Z"]);
            var value = local == "space" ? Pick(["preserve", "default"]) : prefix == "xml" ? Pick(["en", "urn:x"]) : Pick(Values);
            var identity = prefix.Length == 0 ? local : $"{{{scope.Uri(prefix)}}}{local}";
            if (seen.Add(identity))
            {
                yield return (Name(prefix, local), value);
            }
        }
    }

    T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    static string Name(string prefix, string local)
        => prefix.Length == 0 ? local : string.Create(CultureInfo.InvariantCulture, $"{prefix}:{local}");

    sealed record ImmutableScope(IReadOnlyDictionary<string, string> Declared)
    {
        public static readonly ImmutableScope Empty = new(new Dictionary<string, string>());

        public ImmutableScope With(string prefix, string uri) => new(new Dictionary<string, string>(Declared) { [prefix] = uri });

        public IEnumerable<string> Prefixes() => Declared.Keys.Order(StringComparer.Ordinal);

        public string Uri(string prefix) => Declared.GetValueOrDefault(prefix, prefix);
    }
}
