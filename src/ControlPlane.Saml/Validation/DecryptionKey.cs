using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Saml.Validation;

/// <summary>The private key of one of our decryption certificates, kept with it.</summary>
sealed class DecryptionKey
{
    static readonly ConditionalWeakTable<X509Certificate2, DecryptionKey> Known = [];

    readonly RSA? _rsa;

    DecryptionKey(X509Certificate2 certificate) => _rsa = certificate.GetRSAPrivateKey();

    public bool IsUsable => _rsa is not null;

    public static DecryptionKey Of(X509Certificate2 certificate) => Known.GetValue(certificate, static key => new(key));

    /// <summary>Unwraps a content key; null when it was not wrapped for this key.</summary>
    public byte[]? Unwrap(WrappedKey wrapped)
    {
        if (wrapped.Value.Length != _rsa!.KeySize / 8)
        {
            return null;
        }

        try
        {
            return wrapped.Digest == wrapped.Mask
                ? _rsa.Decrypt(wrapped.Value, RSAEncryptionPadding.CreateOaep(wrapped.Digest))
                : MixedOaep.Decrypt(_rsa, wrapped);
        }
        catch (CryptographicException)
        {
            // Wrapped for another key, or changed: the caller goes on with a random key and does not tell.
            return null;
        }
    }
}
