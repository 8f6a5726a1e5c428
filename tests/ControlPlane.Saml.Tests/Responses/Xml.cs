using System.Xml;

namespace ControlPlane.Saml.Responses;

/// <summary>Short ways to change a response in a test.</summary>
static class Xml
{
    public static XmlElement Find(this XmlDocument document, string path)
        => (XmlElement?)document.SelectSingleNode(path.StartsWith('/') ? path : $"//{path}", Namespaces(document))
            ?? throw new InvalidOperationException($"The response has no {path}.");

    public static void Set(this XmlDocument document, string path, string attribute, string? value)
    {
        var element = document.Find(path);
        if (value is null)
        {
            element.RemoveAttribute(attribute);
        }
        else
        {
            element.SetAttribute(attribute, value);
        }
    }

    public static void Text(this XmlDocument document, string path, string text) => document.Find(path).InnerText = text;

    public static void Remove(this XmlDocument document, string path)
    {
        var element = document.Find(path);
        element.ParentNode!.RemoveChild(element);
    }

    /// <summary>Parses markup with the usual prefixes in scope and appends it.</summary>
    public static XmlElement Append(this XmlDocument document, string path, string markup)
    {
        var parent = document.Find(path);
        var added = document.Parse(markup);
        parent.AppendChild(added);
        return added;
    }

    public static XmlElement Parse(this XmlDocument document, string markup)
    {
        var fragment = new XmlDocument { PreserveWhitespace = true };
        fragment.LoadXml($"<x xmlns:samlp='{Uris.Protocol}' xmlns:saml='{Uris.Assertion}' xmlns:ds='{Uris.Dsig}'>{markup}</x>");
        return (XmlElement)document.ImportNode(fragment.DocumentElement!.FirstChild!, true);
    }

    static XmlNamespaceManager Namespaces(XmlDocument document)
    {
        var names = new XmlNamespaceManager(document.NameTable);
        names.AddNamespace("saml", Uris.Assertion);
        names.AddNamespace("samlp", Uris.Protocol);
        names.AddNamespace("ds", Uris.Dsig);
        names.AddNamespace("xenc", Uris.Xenc);
        return names;
    }
}
