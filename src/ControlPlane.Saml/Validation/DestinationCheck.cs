using System.Text;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLBind 3.5.5.2: the Destination is our address, exactly; a signed Response must have one. A comparison of beginnings or ends
/// would accept addresses that others own.</summary>
static class DestinationCheck
{
    public static void Check(Element response, bool isSigned, ValidationContext context)
    {
        var expected = context.AssertionConsumerService;
        var isPresent = response.TryAttribute("Destination"u8, out var destination);
        if (isPresent ? !SameText.Is(destination, expected) : isSigned)
        {
            throw ResponseErrors.DestinationMismatch(expected, isPresent ? Encoding.UTF8.GetString(destination) : null);
        }
    }
}
