using Microsoft.Extensions.Options;

namespace ControlPlane.Server.Options;

/// <summary>Finds everything that is wrong in section <c>Saml</c>.</summary>
sealed class SamlOptionsValidator : IValidateOptions<SamlOptions>
{
    public ValidateOptionsResult Validate(string? name, SamlOptions options) => Findings.Of(
    [
        // SAMLMeta 2.2.1: an entity id has at most 1024 characters.
        options.EntityId is { Length: > 1024 } or { Length: 0 } ? "Saml:EntityId has 1 to 1024 characters." : null,
        options.SigningCertificate?.FindFault() is { } fault ? $"Saml:SigningCertificate: {fault}." : null,
        .. options.DecryptionCertificates.Select((c, i) => c.FindFault() is { } f ? $"Saml:DecryptionCertificates:{i}: {f}." : null),
    ]);
}
