using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

namespace ControlPlane.Saml.Xml;

/// <summary>Canonical forms by us and by .NET's own transform.</summary>
static class Canonical
{
    public static XmlTree Parse(string document)
    {
        var tree = new XmlTree();
        tree.Read(Encoding.UTF8.GetBytes(document));
        return tree;
    }

    /// <summary>Ours, of the element with this index among all elements.</summary>
    public static string Ours(string document, int element, string? prefixes)
    {
        var tree = Parse(document);
        var index = Enumerable.Range(0, tree.Nodes.Count).Where(node => !tree.Nodes[node].IsText).ElementAt(element);
        return Encoding.UTF8.GetString(new ExclusiveCanonicalizer().Write(new(tree, index), -1, Encoding.UTF8.GetBytes(prefixes ?? "")));
    }

    public static int CountElements(string document) => Load(document).SelectNodes("//*")!.Count;

    /// <summary>.NET's, of the same element. Like SignedXml it takes the element out and gives it the namespaces that it is in.</summary>
    public static string Theirs(string document, int element, string? prefixes)
    {
        var apex = (XmlElement)Load(document).SelectNodes("//*")![element]!;
        var alone = new XmlDocument { PreserveWhitespace = true };
        var copy = (XmlElement)alone.AppendChild(alone.ImportNode(apex, true))!;
        foreach (var (prefix, uri) in apex.CreateNavigator()!.GetNamespacesInScope(XmlNamespaceScope.ExcludeXml))
        {
            var name = prefix.Length == 0 ? "xmlns" : $"xmlns:{prefix}";
            if (uri.Length > 0 && !copy.HasAttribute(name))
            {
                copy.SetAttribute(name, uri);
            }
        }

        var transform = new XmlDsigExcC14NTransform { InclusiveNamespacesPrefixList = prefixes };
        transform.LoadInput(alone);
        using var reader = new StreamReader((Stream)transform.GetOutput(typeof(Stream)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    static XmlDocument Load(string document)
    {
        var loaded = new XmlDocument { PreserveWhitespace = true };
        using var reader = XmlReader.Create(new StringReader(document), new() { DtdProcessing = DtdProcessing.Prohibit });
        loaded.Load(reader);
        return loaded;
    }
}
