using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>Takes an element's children one after the other, in the order that its schema has.</summary>
struct OrderedChildren
{
    ElementChildren _children;
    bool _hasCurrent;

    public OrderedChildren(Element parent)
    {
        _children = parent.Children;
        _hasCurrent = _children.MoveNext();
    }

    public readonly bool AtEnd => !_hasCurrent;

    /// <summary>Takes the next child when it is this one.</summary>
    public Element? Next(Ns ns, ReadOnlySpan<byte> localName)
    {
        if (!_hasCurrent || !_children.Current.Is(ns, localName))
        {
            return null;
        }

        var taken = _children.Current;
        _hasCurrent = _children.MoveNext();
        return taken;
    }
}
