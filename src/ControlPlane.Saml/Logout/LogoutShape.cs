using ControlPlane.Saml.Validation;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Logout;

/// <summary>The parts of a logout message, each at the one place where it may be (SAMLCore 3.2.1, 3.2.2, 3.7). Nothing is searched for: what
/// is somewhere else refuses the message.</summary>
readonly struct LogoutShape
{
    const int MostSessions = 100;

    public Element Message { get; private init; }

    public Element Issuer { get; private init; }

    public Element? Signature { get; private init; }

    /// <summary>The NameID of a request.</summary>
    public Element? Subject { get; private init; }

    /// <summary>The SessionIndex elements of a request.</summary>
    public IReadOnlyList<Element> Sessions { get; private init; }

    /// <summary>The Status of a response.</summary>
    public Element? Status { get; private init; }

    public static LogoutShape ReadRequest(XmlTree tree)
    {
        var (shape, children) = ReadHead(tree, "LogoutRequest"u8, "LogoutRequest");
        var subject = children.Next(Ns.Assertion, "NameID"u8) ?? throw LogoutErrors.SubjectMissing("it has no NameID in clear at its place");
        List<Element> sessions = [];
        while (children.Next(Ns.Protocol, "SessionIndex"u8) is { } session)
        {
            sessions.Add(session);
        }

        return !children.AtEnd ? throw LogoutErrors.Malformed("its children are not the ones of a LogoutRequest, or not in their order")
            : sessions.Count > MostSessions ? throw LogoutErrors.Malformed($"it names more than {MostSessions} sessions")
            : shape with { Subject = subject, Sessions = sessions };
    }

    public static LogoutShape ReadResponse(XmlTree tree)
    {
        var (shape, children) = ReadHead(tree, "LogoutResponse"u8, "LogoutResponse");
        var status = children.Next(Ns.Protocol, "Status"u8) ?? throw LogoutErrors.Malformed("it has no Status at its place");
        return children.AtEnd
            ? shape with { Status = status }
            : throw LogoutErrors.Malformed("its children are not the ones of a LogoutResponse, or not in their order");
    }

    static (LogoutShape Shape, OrderedChildren Children) ReadHead(XmlTree tree, ReadOnlySpan<byte> name, string shown)
    {
        var message = tree.Root;
        if (!message.Is(Ns.Protocol, name))
        {
            throw LogoutErrors.Malformed($"its root element is not samlp:{shown}");
        }

        UniqueIds.Check(tree);
        var children = new OrderedChildren(message);
        var issuer = children.Next(Ns.Assertion, "Issuer"u8) ?? throw LogoutErrors.IssuerMissing();
        if (issuer.HasChildElements)
        {
            throw LogoutErrors.Malformed("its Issuer has child elements");
        }

        var signature = children.Next(Ns.Signature, "Signature"u8);
        children.Next(Ns.Protocol, "Extensions"u8);
        SignaturePlaces.Check(tree, signature, ofAssertion: null);
        return (new() { Message = message, Issuer = issuer, Signature = signature, Sessions = [] }, children);
    }
}
