using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using static ControlPlane.Saml.Metadata.MetadataNames;

namespace ControlPlane.Saml.Metadata;

/// <summary>The certificates of one KeyDescriptor that signatures may be verified with.</summary>
static class SigningKey
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
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = rsa is null ? certificate.GetECDsaPublicKey() : null;
        if (rsa is { KeySize: >= 2048 } || (ecdsa is not null && IsKnownCurve(ecdsa)))
        {
            return true;
        }

        var key = rsa is not null ? $"RSA of {rsa.KeySize} bits" : ecdsa is not null ? "ECDSA on another curve" : "neither RSA nor ECDSA";
        warnings.Add(
            $"The certificate {certificate.Thumbprint} is not used: its key is {key}, and RSA of 2048 bits or more, or ECDSA on P-256 or "
            + "P-384, is needed.");
        return false;
    }

    // By name and not by size: other curves have 256 bits as well.
    static bool IsKnownCurve(ECDsa key)
        => key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true, Oid.Value: "1.2.840.10045.3.1.7" or "1.3.132.0.34" };
}
