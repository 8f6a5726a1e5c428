using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLCore 2.3.3 and 3.2.2: the version is 2.0.</summary>
static class VersionCheck
{
    public static void Check(Element element)
    {
        if (!element.TryAttribute("Version"u8, out var version) || !version.SequenceEqual("2.0"u8))
        {
            throw ResponseErrors.VersionUnsupported(element.Attribute("Version"u8));
        }
    }
}
