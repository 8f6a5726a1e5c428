using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Saml.Bindings;

/// <summary>Signs what we send: RSA with SHA-256, or ECDSA with the hash that fits the curve. The names are those of RFC 9231.</summary>
sealed class MessageSigner
{
    readonly X509Certificate2 _certificate;
    readonly HashAlgorithmName _hash;
    readonly bool _isRsa;

    public MessageSigner(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPrivateKey();
        using var ecdsa = certificate.HasPrivateKey ? certificate.GetECDsaPublicKey() : null;
        var curve = ecdsa?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value;
        (Algorithm, _hash) = (rsa?.KeySize, curve) switch
        {
            ( >= 2048, _) => ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", HashAlgorithmName.SHA256),
            (null, "1.2.840.10045.3.1.7") => ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", HashAlgorithmName.SHA256),
            (null, "1.3.132.0.34") => ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", HashAlgorithmName.SHA384),
            _ => throw new ArgumentException(
                "The signing certificate needs its private key: RSA of 2048 bits or more, or ECDSA on P-256 or P-384.", nameof(certificate)),
        };
        _certificate = certificate;
        _isRsa = rsa is not null;
    }

    public string Algorithm { get; }

    public byte[] CertificateBytes => _certificate.RawData;

    // A key of its own for each call: the certificate hands out handles that many threads must not share.
    public byte[] Sign(byte[] data)
    {
        if (_isRsa)
        {
            using var rsa = _certificate.GetRSAPrivateKey()!;
            return rsa.SignData(data, _hash, RSASignaturePadding.Pkcs1);
        }

        using var ecdsa = _certificate.GetECDsaPrivateKey()!;
        // The two numbers side by side, as XML signatures have them (RFC 9231, 2.3.6), and not the DER form of X.509.
        return ecdsa.SignData(data, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
