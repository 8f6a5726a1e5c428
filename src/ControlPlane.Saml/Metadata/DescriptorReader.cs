using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;
using ControlPlane.Saml.Logout;
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
            SingleLogoutRedirect = LogoutEndpoint(descriptor, RedirectBinding, warnings),
            SingleLogoutPost = LogoutEndpoint(descriptor, PostBinding, warnings),
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
        => Services(descriptor, "SingleSignOnService", binding)
            .Select(service => Address(service, "Location", warnings))
            .FirstOrDefault(location => location is not null);

    // SAMLMeta 2.2.2: a ResponseLocation that we cannot use is no reason to send responses to the Location.
    static LogoutEndpoint? LogoutEndpoint(XElement descriptor, string binding, List<string> warnings)
    {
        foreach (var service in Services(descriptor, "SingleLogoutService", binding))
        {
            var response = service.Attribute("ResponseLocation") is null ? null : Address(service, "ResponseLocation", warnings);
            if ((response is not null || service.Attribute("ResponseLocation") is null) && Address(service, "Location", warnings) is { } location)
            {
                return new(location, response);
            }
        }

        return null;
    }

    static IEnumerable<XElement> Services(XElement descriptor, string name, string binding)
        => descriptor.Elements(Md + name).Where(service => service.Attribute("Binding")?.Value == binding);

    static Uri? Address(XElement service, string attribute, List<string> warnings)
    {
        if (IsSafe(service.Attribute(attribute)?.Value, out var location))
        {
            return location;
        }

        warnings.Add($"The endpoint '{service.Attribute(attribute)?.Value}' is not used: it is no https address.");
        return null;
    }

    // The browser is sent there: nothing but a web address, and without TLS only on this machine.
    static bool IsSafe(string? text, out Uri? location)
        => Uri.TryCreate(text, UriKind.Absolute, out location)
            && location.UserInfo.Length == 0
            && (location.Scheme == Uri.UriSchemeHttps || (location.Scheme == Uri.UriSchemeHttp && location.IsLoopback));
}
