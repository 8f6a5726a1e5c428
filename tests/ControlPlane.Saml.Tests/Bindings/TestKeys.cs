using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Saml.Tests.Bindings;

/// <summary>Self-signed certificates with their keys, made once for all tests.</summary>
static class TestKeys
{
    static readonly DateTimeOffset NotBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset NotAfter = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly X509Certificate2 Rsa = MakeRsa("rsa", 2048);
    public static readonly X509Certificate2 OtherRsa = MakeRsa("other", 2048);
    public static readonly X509Certificate2 Decryption = MakeRsa("decryption", 2048);
    public static readonly X509Certificate2 ShortRsa = MakeRsa("short", 1024);
    public static readonly X509Certificate2 P256 = MakeEcdsa("p256", ECCurve.NamedCurves.nistP256);
    public static readonly X509Certificate2 P384 = MakeEcdsa("p384", ECCurve.NamedCurves.nistP384);
    public static readonly X509Certificate2 Brainpool = MakeEcdsa("brainpool", ECCurve.NamedCurves.brainpoolP256r1);

    public static string Base64(X509Certificate2 certificate) => Convert.ToBase64String(certificate.RawData);

    static X509Certificate2 MakeRsa(string name, int bits)
    {
        using var key = RSA.Create(bits);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(NotBefore, NotAfter);
    }

    static X509Certificate2 MakeEcdsa(string name, ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(NotBefore, NotAfter);
    }
}
