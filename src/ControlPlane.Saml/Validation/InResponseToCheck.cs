using System.Text;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLProf 4.1.4.2 and 4.1.5: who answers must answer the request of this browser; who answers none must be allowed to begin.</summary>
static class InResponseToCheck
{
    /// <summary>What names a request must name the one that this browser was sent away with.</summary>
    public static void CheckNamed(Element element, ValidationContext context)
    {
        if (element.TryAttribute("InResponseTo"u8, out var request)
            && (context.ExpectedRequestId is null || !SameText.Is(request, context.ExpectedRequestId)))
        {
            throw ResponseErrors.InResponseToMismatch(context.ExpectedRequestId, Encoding.UTF8.GetString(request));
        }
    }

    /// <summary>The confirmation decides what the message is: what the Response alone says is not always signed.</summary>
    public static void CheckConfirmation(Element data, ValidationContext context)
    {
        CheckNamed(data, context);
        if (!data.TryAttribute("InResponseTo"u8, out _) && !context.Rules.AllowIdpInitiated)
        {
            throw ResponseErrors.IdpInitiatedForbidden();
        }
    }
}
