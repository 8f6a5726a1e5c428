using System.Security.Cryptography;

namespace ControlPlane.Saml.Bindings;

/// <summary>The ids of our messages: 160 random bits (SAMLCore 1.3.4). The underscore because an xs:ID, and Entra ID above all, takes no digit
/// in front.</summary>
static class MessageId
{
    public static string New() => "_" + RandomNumberGenerator.GetHexString(40, lowercase: true);
}
