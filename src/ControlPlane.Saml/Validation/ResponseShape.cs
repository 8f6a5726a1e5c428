using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>The parts of a Response, each at the one place where it may be (SAMLCore 3.2.2 and 3.3.3). Nothing is searched for: what is
/// somewhere else refuses the message.</summary>
readonly struct ResponseShape
{
    public Element Response { get; private init; }

    public Element? Issuer { get; private init; }

    public Element? Signature { get; private init; }

    public Element Status { get; private init; }

    public Element? Assertion { get; private init; }

    public Element? EncryptedAssertion { get; private init; }

    /// <summary>The signature of <see cref="Assertion"/>.</summary>
    public Element? AssertionSignature { get; private init; }

    public static ResponseShape Read(XmlTree message)
    {
        var response = message.Root;
        if (!response.Is(Ns.Protocol, "Response"u8))
        {
            throw ResponseErrors.Malformed("its root element is not samlp:Response");
        }

        UniqueIds.Check(message);
        var shape = ReadChildren(response);
        AssertionCount.Check(message, shape.Assertion ?? shape.EncryptedAssertion);
        SignaturePlaces.Check(message, shape.Signature, shape.AssertionSignature);
        return shape;
    }

    static ResponseShape ReadChildren(Element response)
    {
        var children = new OrderedChildren(response);
        var issuer = children.Next(Ns.Assertion, "Issuer"u8);
        var signature = children.Next(Ns.Signature, "Signature"u8);
        children.Next(Ns.Protocol, "Extensions"u8);
        var status = children.Next(Ns.Protocol, "Status"u8) ?? throw ResponseErrors.Malformed("it has no Status at its place");
        var encrypted = children.Next(Ns.Assertion, "EncryptedAssertion"u8);
        var assertion = encrypted is null ? children.Next(Ns.Assertion, "Assertion"u8) : null;
        // Further assertions are counted, and refused, by their own check.
        while (children.Next(Ns.Assertion, "Assertion"u8) is not null || children.Next(Ns.Assertion, "EncryptedAssertion"u8) is not null)
        {
        }

        if (!children.AtEnd)
        {
            throw ResponseErrors.Malformed("its children are not the ones of a Response, or not in their order");
        }

        return new()
        {
            Response = response,
            Issuer = issuer,
            Signature = signature,
            Status = status,
            Assertion = assertion,
            EncryptedAssertion = encrypted,
            AssertionSignature = FindSignature(assertion),
        };
    }

    static Element? FindSignature(Element? assertion)
    {
        if (assertion is null)
        {
            return null;
        }

        foreach (var child in assertion.Value.Children)
        {
            if (child.Is(Ns.Signature, "Signature"u8))
            {
                return child;
            }
        }

        return null;
    }
}
