using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLProf 4.1.4.2, narrowed: exactly one Assertion or EncryptedAssertion in the whole document, as a child of the Response.
/// With two, one part of a program verifies the one and another part believes the other.</summary>
static class AssertionCount
{
    public static void Check(XmlTree message, Element? atItsPlace)
    {
        var count = 0;
        for (var i = 0; i < message.Nodes.Count; i++)
        {
            if (!message.Nodes[i].IsText && IsAssertion(new(message, i)))
            {
                count++;
            }
        }

        if (count > 1)
        {
            throw ResponseErrors.AssertionCount(count);
        }

        if (count == 1 && atItsPlace is null)
        {
            throw ResponseErrors.AssertionMisplaced();
        }
    }

    static bool IsAssertion(Element element) => element.Is(Ns.Assertion, "Assertion"u8) || element.Is(Ns.Assertion, "EncryptedAssertion"u8);
}
