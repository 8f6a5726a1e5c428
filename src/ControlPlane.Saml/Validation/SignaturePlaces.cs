using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLCore 5.4: a Signature is a child of the Response or of the Assertion, one at each, and nowhere else. A decoy deeper in the
/// message is what signature wrapping needs.</summary>
static class SignaturePlaces
{
    public static void Check(XmlTree message, Element? ofResponse, Element? ofAssertion)
    {
        for (var i = 0; i < message.Nodes.Count; i++)
        {
            if (!message.Nodes[i].IsText && new Element(message, i).Is(Ns.Signature, "Signature"u8)
                && i != ofResponse?.Index && i != ofAssertion?.Index)
            {
                throw SignatureErrors.Misplaced();
            }
        }
    }
}
