using System.Text;
using ControlPlane.Saml.Validation;

namespace ControlPlane.Saml.Logout;

/// <summary>Reads a verified LogoutResponse (SAMLCore 3.7.2) and checks all that it says.</summary>
static class LogoutResponseReader
{
    public static LogoutResponse Read(LogoutContext context, string expectedRequestId, string? relayState)
    {
        MessageChecks.Check(context);
        var message = context.Shape.Message;
        if (!message.TryAttribute("InResponseTo"u8, out var request) || !SameText.Is(request, expectedRequestId))
        {
            throw LogoutErrors.InResponseToMismatch(expectedRequestId, Encoding.UTF8.GetString(request));
        }

        return new()
        {
            Id = message.Attribute("ID"u8)!,
            Issuer = context.IdentityProvider.EntityId,
            InResponseTo = expectedRequestId,
            IsPartial = IsPartial(context),
            RelayState = relayState,
        };
    }

    // SAMLCore 3.7.3.2: PartialLogout is a second-level code; the code above it is not laid down, and identity providers send either.
    static bool IsPartial(LogoutContext context)
    {
        var (code, subCode) = StatusCheck.Read(context.Shape.Status!.Value) ?? throw LogoutErrors.Malformed("its Status has no StatusCode");
        return (code, subCode) switch
        {
            ("Success" or "Responder", "PartialLogout") => true,
            ("Success", _) => false,
            _ => throw LogoutErrors.StatusNotSuccess(code, subCode),
        };
    }
}
