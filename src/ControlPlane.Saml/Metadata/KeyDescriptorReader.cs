using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using static ControlPlane.Saml.Metadata.MetadataNames;

namespace ControlPlane.Saml.Metadata;

/// <summary>The certificates of one KeyDescriptor that signatures may be verified with.</summary>
static class KeyDescriptorReader
{
    public static IEnumerable<X509Certificate2> Certificates(XElement keyDescriptor, List<string> warnings)
    {
        var all = keyDescriptor.Elements(Ds + "KeyInfo").Elements(Ds + "X509Data").Elements(Ds + "X509Certificate").Select(Load).ToList();

        // X509Data may hold a chain (XMLDSig 4.4.4): an authority in it vouches for the key and must not sign in its place.
        return all.Where(x => !all.Exists(other => other.Thumbprint != x.Thumbprint && Issued(x, other)) && IsStrong(x, warnings));
    }

    static bool Issued(X509Certificate2 authority, X509Certificate2 certificate)
        => certificate.IssuerName.RawData.AsSpan().SequenceEqual(authority.SubjectName.RawData)
            && !certificate.SubjectName.RawData.AsSpan().SequenceEqual(authority.SubjectName.RawData);

    static X509Certificate2 Load(XElement element)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(element.Value));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw MetadataErrors.Malformed("an X509Certificate is not the base64 of a certificate");
        }
    }

    static bool IsStrong(X509Certificate2 certificate, List<string> warnings)
    {
        var key = Validation.SigningKey.Of(certificate);
        if (!key.IsStrong)
        {
            warnings.Add(
                $"The certificate {certificate.Thumbprint} is not used: its key is {key.Description}, and RSA of 2048 bits or more, or "
                + "ECDSA on P-256 or P-384, is needed.");
        }

        return key.IsStrong;
    }
}
