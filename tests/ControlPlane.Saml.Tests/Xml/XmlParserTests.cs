using System.Globalization;
using System.Text;
using Xunit;

namespace ControlPlane.Saml.Xml;

public sealed class XmlParserTests
{
    static readonly string Deep = string.Concat(Enumerable.Repeat("<x>", XmlLimits.Depth + 1)) + string.Concat(Enumerable.Repeat("</x>", XmlLimits.Depth + 1));

    internal static Dictionary<string, (string Document, string Reason)> Refused() => new()
    {
        ["a billion laughs"] = ("<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><x>&b;</x>", SamlReasons.XmlForbidden),
        ["an external entity"] = ("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>", SamlReasons.XmlForbidden),
        ["an undefined entity"] = ("<x>&nbsp;</x>", SamlReasons.XmlForbidden),
        ["an entity in an attribute"] = ("<x a='&a;'/>", SamlReasons.XmlForbidden),
        ["a comment"] = ("<x>a<!-- b -->c</x>", SamlReasons.XmlForbidden),
        ["a comment before the root"] = ("<!-- b --><x/>", SamlReasons.XmlForbidden),
        ["a processing instruction"] = ("<x>a<?b?>c</x>", SamlReasons.XmlForbidden),
        ["a stylesheet"] = ("<?xml-stylesheet href='x'?><x/>", SamlReasons.XmlMalformed),
        ["a second declaration"] = ("<?xml version=\"1.0\"?><?xml version=\"1.0\"?><x/>", SamlReasons.XmlForbidden),
        ["XML 1.1"] = ("<?xml version=\"1.1\"?><x/>", SamlReasons.XmlMalformed),
        ["another encoding"] = ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><x/>", SamlReasons.EncodingForbidden),
        ["UTF-7"] = ("<?xml version=\"1.0\" encoding=\"UTF-7\"?><x/>", SamlReasons.EncodingForbidden),
        ["nothing"] = ("", SamlReasons.XmlMalformed),
        ["only text"] = ("hello", SamlReasons.XmlMalformed),
        ["two roots"] = ("<x/><y/>", SamlReasons.XmlMalformed),
        ["text after the root"] = ("<x/>y", SamlReasons.XmlMalformed),
        ["CDATA outside the root"] = ("<![CDATA[a]]><x/>", SamlReasons.XmlMalformed),
        ["an element that is not closed"] = ("<x><y></x>", SamlReasons.XmlMalformed),
        ["an end tag with a longer name"] = ("<x></xy>", SamlReasons.XmlMalformed),
        ["an end tag with attributes"] = ("<x></x a='1'>", SamlReasons.XmlMalformed),
        ["an end tag alone"] = ("</x>", SamlReasons.XmlMalformed),
        ["a tag that does not end"] = ("<x", SamlReasons.XmlMalformed),
        ["a tag that ends in a slash"] = ("<x/", SamlReasons.XmlMalformed),
        ["an attribute without value"] = ("<x a/>", SamlReasons.XmlMalformed),
        ["an attribute without quotes"] = ("<x a=1/>", SamlReasons.XmlMalformed),
        ["attributes that are not separated"] = ("<x a='1'b='2'/>", SamlReasons.XmlMalformed),
        ["an attribute that does not end"] = ("<x a='1", SamlReasons.XmlMalformed),
        ["a tag in an attribute"] = ("<x a='<y>'/>", SamlReasons.XmlMalformed),
        ["an attribute twice"] = ("<x a='1' a='2'/>", SamlReasons.XmlMalformed),
        ["an attribute twice by namespace"] = ("<x xmlns:p='urn:1' xmlns:q='urn:1' p:a='1' q:a='2'/>", SamlReasons.XmlMalformed),
        ["a prefix declared twice"] = ("<x xmlns:p='urn:1' xmlns:p='urn:2'/>", SamlReasons.XmlMalformed),
        ["an undeclared prefix"] = ("<p:x/>", SamlReasons.XmlMalformed),
        ["an undeclared prefix of an attribute"] = ("<x p:a='1'/>", SamlReasons.XmlMalformed),
        ["a prefix of a sibling"] = ("<x><y xmlns:p='urn:1'/><p:z/></x>", SamlReasons.XmlMalformed),
        ["a relative namespace"] = ("<x xmlns='relative'/>", SamlReasons.XmlMalformed),
        ["a relative namespace with a colon later"] = ("<x xmlns:p='a/b:c'/>", SamlReasons.XmlMalformed),
        ["an undeclared namespace of a prefix"] = ("<x xmlns:p=''/>", SamlReasons.XmlMalformed),
        ["the prefix xml declared"] = ("<x xmlns:xml='http://www.w3.org/XML/1998/namespace'/>", SamlReasons.XmlMalformed),
        ["the namespace of xml for another prefix"] = ("<x xmlns:p='http://www.w3.org/XML/1998/namespace'/>", SamlReasons.XmlMalformed),
        ["the prefix xmlns declared"] = ("<x xmlns:xmlns='urn:1'/>", SamlReasons.XmlMalformed),
        ["an element with the prefix xmlns"] = ("<xmlns:x/>", SamlReasons.XmlMalformed),
        ["a name with two colons"] = ("<a:b:c xmlns:a='urn:1'/>", SamlReasons.XmlMalformed),
        ["a name that ends in a colon"] = ("<a: xmlns:a='urn:1'/>", SamlReasons.XmlMalformed),
        ["a name that begins with a colon"] = ("<:a/>", SamlReasons.XmlMalformed),
        ["a name that begins with a digit"] = ("<1a/>", SamlReasons.XmlMalformed),
        ["a local name that begins with a digit"] = ("<a:1 xmlns:a='urn:1'/>", SamlReasons.XmlMalformed),
        ["a name outside ASCII"] = ("<é/>", SamlReasons.XmlMalformed),
        ["the end of CDATA in text"] = ("<x>a]]>b</x>", SamlReasons.XmlMalformed),
        ["CDATA that does not end"] = ("<x><![CDATA[a</x>", SamlReasons.XmlMalformed),
        ["a declaration in an element"] = ("<x><!ELEMENT y></x>", SamlReasons.XmlForbidden),
        ["an ampersand alone"] = ("<x>a & b</x>", SamlReasons.XmlMalformed),
        ["an empty reference"] = ("<x>&;</x>", SamlReasons.XmlMalformed),
        ["a reference without end"] = ("<x>&amp</x>", SamlReasons.XmlMalformed),
        ["a reference to no character"] = ("<x>&#0;</x>", SamlReasons.XmlMalformed),
        ["a reference to a control character"] = ("<x>&#8;</x>", SamlReasons.XmlMalformed),
        ["a reference to a surrogate"] = ("<x>&#xD800;</x>", SamlReasons.XmlMalformed),
        ["a reference beyond Unicode"] = ("<x>&#x110000;</x>", SamlReasons.XmlMalformed),
        ["a reference with a sign"] = ("<x>&#+65;</x>", SamlReasons.XmlMalformed),
        ["a reference with an upper case X"] = ("<x>&#X41;</x>", SamlReasons.XmlMalformed),
        ["a reference without digits"] = ("<x>&#x;</x>", SamlReasons.XmlMalformed),
        ["a control character"] = ("<x>\u0001</x>", SamlReasons.XmlMalformed),
        ["a null"] = ("<x>\0</x>", SamlReasons.XmlMalformed),
        ["a noncharacter"] = ("<x>\uFFFF</x>", SamlReasons.XmlMalformed),
        ["too deep"] = (Deep, SamlReasons.XmlLimitExceeded),
        ["too many attributes at one element"] = ($"<x {Many(40)}/>", SamlReasons.XmlLimitExceeded),
        ["too many attributes"] = ($"<x>{string.Concat(Enumerable.Repeat($"<y {Many(30)}/>", 400))}</x>", SamlReasons.XmlLimitExceeded),
        ["too many elements"] = ($"<x>{string.Concat(Enumerable.Repeat("<y/>", XmlLimits.Nodes))}</x>", SamlReasons.XmlLimitExceeded),
        ["too many namespaces"] = (Nested(), SamlReasons.XmlLimitExceeded),
        ["a name too long"] = ($"<{new string('x', 200)}/>", SamlReasons.XmlLimitExceeded),
        ["a value too long"] = ($"<x a='{new string('x', XmlLimits.AttributeValueLength + 1)}'/>", SamlReasons.XmlLimitExceeded),
        ["a text too long"] = ($"<x>{new string('x', XmlLimits.TextLength + 1)}</x>", SamlReasons.XmlLimitExceeded),
    };

    public static TheoryData<string> RefusedNames() => [.. Refused().Keys];

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void What_is_not_plain_well_formed_xml_is_refused(string name)
    {
        var (document, reason) = Refused()[name];

        var refusal = Assert.Throws<SamlRefusedException>(() => Canonical.Parse(document));

        Assert.Equal(reason, refusal.Reason);
    }

    [Theory]
    [InlineData("FFFE3C0078002F003E00")]
    [InlineData("FEFF003C0078002F003E")]
    [InlineData("3C783EC3283C2F783E")]
    [InlineData("3C783EEDA0803C2F783E")]
    [InlineData("3C783EC0BC3C2F783E")]
    public void What_is_not_utf_8_is_refused(string hexadecimal)
    {
        var refusal = Assert.Throws<SamlRefusedException>(() => new XmlTree().Read(Convert.FromHexString(hexadecimal)));

        Assert.Contains(refusal.Reason, new[] { SamlReasons.EncodingForbidden, SamlReasons.XmlMalformed });
    }

    [Theory]
    [InlineData("<x>a&#98;<![CDATA[c]]>d</x>", "abcd")]
    [InlineData("<x>&lt;&amp;&gt;&quot;&apos;</x>", "<&>\"'")]
    [InlineData("<x>]]&gt;</x>", "]]>")]
    [InlineData("<x><![CDATA[a]]]]><![CDATA[>b]]></x>", "a]]>b")]
    [InlineData("<?xml version='1.0' encoding='utf-8' standalone='no'?>\n<x>a</x>\n", "a")]
    [InlineData("\uFEFF<x>a</x>", "a")]
    [InlineData("<x >a</x\n>", "a")]
    [InlineData("<x/>", "")]
    [InlineData("<x>&#x1F600;</x>", "😀")]
    public void The_text_of_an_element_is_the_whole_of_it(string document, string text)
        => Assert.Equal(text, Canonical.Parse(document).Root.Text);

    [Fact]
    public void A_tree_reads_one_message_after_the_other()
    {
        var tree = new XmlTree();
        tree.Read(Encoding.UTF8.GetBytes("<x a='1' xmlns:p='urn:1'><p:y/>text&amp;</x>"));
        tree.Clear();
        tree.Read("<z b='2'>other</z>"u8);

        Assert.Equal("other", tree.Root.Text);
        Assert.Equal("2", tree.Root.Attribute("b"u8));
        Assert.Null(tree.Root.Attribute("a"u8));
    }

    static string Many(int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"a{i}='1'")));

    static string Nested()
    {
        var declarations = string.Join(' ', Enumerable.Range(0, 20).Select(i => $"xmlns:p{i}='urn:{i}'"));
        return $"<x {declarations}><x {declarations}><x {declarations}><x {declarations}/></x></x></x>";
    }
}
