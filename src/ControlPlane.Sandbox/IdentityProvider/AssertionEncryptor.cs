using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Encrypts an assertion in place with AES-256-GCM under RSA-OAEP (XML Encryption 1.1), which .NET's EncryptedXml cannot.</summary>
static class AssertionEncryptor
{
    const string Aes256Gcm = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
    const string RsaOaep = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";

    public static void Encrypt(XmlElement assertion, X509Certificate2 certificate)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        using var rsa = certificate.GetRSAPublicKey() ?? throw new InvalidOperationException("The encryption certificate has no RSA key.");
        var wrapped = Convert.ToBase64String(rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA1));
        var cipher = Convert.ToBase64String(EncryptBytes(Encoding.UTF8.GetBytes(assertion.OuterXml), key));

        var document = assertion.OwnerDocument;
        var encrypted = document.CreateElement("saml", "EncryptedAssertion", SamlNames.Assertion.NamespaceName);
        encrypted.InnerXml = $"""
            <xenc:EncryptedData xmlns:xenc="{SamlNames.Encryption}" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="{Aes256Gcm}"/><ds:KeyInfo xmlns:ds="{SamlNames.Signature}"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="{RsaOaep}"><ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/></xenc:EncryptionMethod><xenc:CipherData><xenc:CipherValue>{wrapped}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>{cipher}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>
            """;
        assertion.ParentNode!.ReplaceChild(encrypted, assertion);
    }

    // XML Encryption 1.1, 5.2.4: the 96-bit nonce, the cipher text, the 128-bit tag.
    static byte[] EncryptBytes(byte[] plain, byte[] key)
    {
        var nonce = RandomNumberGenerator.GetBytes(12);
        var cipher = new byte[plain.Length];
        var tag = new byte[16];
        using var aes = new AesGcm(key, tag.Length);
        aes.Encrypt(nonce, plain, cipher, tag);
        return [.. nonce, .. cipher, .. tag];
    }
}
