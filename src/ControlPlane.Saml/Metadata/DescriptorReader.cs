using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;
using static ControlPlane.Saml.Metadata.MetadataNames;

namespace ControlPlane.Saml.Metadata;

/// <summary>Reads one IDPSSODescriptor (SAMLMeta 2.4.3).</summary>
static class DescriptorReader
{
    public static IdentityProviderDescriptor Read(XElement descriptor, string entityId, Lifetime lifetime)
    {
        List<string> warnings = [];
        var certificates = SigningCertificates(descriptor, warnings);
        if (certificates.Count == 0)
        {
            throw MetadataErrors.NoCertificate(entityId, warnings);
        }

        return new()
        {
            EntityId = entityId,
            SigningCertificates = certificates,
            SingleSignOnRedirect = Endpoint(descriptor, RedirectBinding, warnings),
            SingleSignOnPost = Endpoint(descriptor, PostBinding, warnings),
            WantsSignedRequests = Flag(descriptor, "WantAuthnRequestsSigned"),
            ValidUntil = lifetime.ValidUntil,
            CacheDuration = lifetime.CacheDuration,
            Warnings = warnings,
        };
    }

    static List<X509Certificate2> SigningCertificates(XElement descriptor, List<string> warnings)
        => [.. descriptor.Elements(Md + "KeyDescriptor")
            .Where(key => key.Attribute("use")?.Value is null or "signing")
            .SelectMany(key => KeyDescriptorReader.Certificates(key, warnings))
            .DistinctBy(certificate => certificate.Thumbprint)];

    static bool Flag(XElement descriptor, string name)
    {
        try
        {
            return descriptor.Attribute(name) is { } flag && XmlConvert.ToBoolean(flag.Value);
        }
        catch (FormatException)
        {
            throw MetadataErrors.Malformed($"{name} is neither true nor false");
        }
    }

    static Uri? Endpoint(XElement descriptor, string binding, List<string> warnings)
    {
        foreach (var service in descriptor.Elements(Md + "SingleSignOnService").Where(x => x.Attribute("Binding")?.Value == binding))
        {
            if (IsSafe(service.Attribute("Location")?.Value, out var location))
            {
                return location;
            }

            warnings.Add($"The endpoint '{service.Attribute("Location")?.Value}' is not used: it is no https address.");
        }

        return null;
    }

    // The browser is sent there: nothing but a web address, and without TLS only on this machine.
    static bool IsSafe(string? text, out Uri? location)
        => Uri.TryCreate(text, UriKind.Absolute, out location)
            && location.UserInfo.Length == 0
            && (location.Scheme == Uri.UriSchemeHttps || (location.Scheme == Uri.UriSchemeHttp && location.IsLoopback));
}
