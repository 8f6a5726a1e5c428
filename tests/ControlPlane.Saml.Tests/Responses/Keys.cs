using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Saml.Responses;

/// <summary>Certificates with keys, made once for all tests.</summary>
static class Keys
{
    public static readonly X509Certificate2 IdentityProvider = Rsa(2048);

    public static readonly X509Certificate2 NextIdentityProvider = Rsa(3072);

    public static readonly X509Certificate2 Attacker = Rsa(2048);

    public static readonly X509Certificate2 Weak = Rsa(1024);

    public static readonly X509Certificate2 P256 = Ecdsa(ECCurve.NamedCurves.nistP256);

    public static readonly X509Certificate2 P384 = Ecdsa(ECCurve.NamedCurves.nistP384);

    public static readonly X509Certificate2 P521 = Ecdsa(ECCurve.NamedCurves.nistP521);

    public static readonly X509Certificate2 Decryption = Rsa(2048);

    public static readonly X509Certificate2 NextDecryption = Rsa(2048);

    static X509Certificate2 Rsa(int bits)
        => Sign(new("CN=test", RSA.Create(bits), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    static X509Certificate2 Ecdsa(ECCurve curve) => Sign(new("CN=test", ECDsa.Create(curve), HashAlgorithmName.SHA256));

    static X509Certificate2 Sign(CertificateRequest request)
        => request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
}
