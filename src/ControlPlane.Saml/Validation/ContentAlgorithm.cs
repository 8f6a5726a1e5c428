using System.Security.Cryptography;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>How the content is encrypted (XMLEnc 1.1, 5.2): AES-GCM, or AES-CBC where it is allowed by name.</summary>
sealed record ContentAlgorithm(int KeyBytes, bool IsAuthenticated)
{
    const int NonceBytes = 12;
    const int TagBytes = 16;
    const int BlockBytes = 16;

    public static ContentAlgorithm Find(Element method, bool allowAesCbc)
    {
        method.TryAttribute("Algorithm"u8, out var uri);
        return uri.SequenceEqual("http://www.w3.org/2009/xmlenc11#aes256-gcm"u8) ? new(32, true)
            : uri.SequenceEqual("http://www.w3.org/2009/xmlenc11#aes128-gcm"u8) ? new(16, true)
            : allowAesCbc && uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#aes256-cbc"u8) ? new(32, false)
            : allowAesCbc && uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#aes128-cbc"u8) ? new(16, false)
            : throw EncryptionErrors.Forbidden("encryption algorithm", Shown.From(uri));
    }

    /// <summary>Decrypts content; null when the key does not fit. For CBC a result proves nothing.</summary>
    public byte[]? Decrypt(byte[] content, byte[] key) => IsAuthenticated ? DecryptGcm(content, key) : DecryptCbc(content, key);

    static byte[]? DecryptGcm(byte[] content, byte[] key)
    {
        if (content.Length < NonceBytes + TagBytes)
        {
            return null;
        }

        using var aes = new AesGcm(key, TagBytes);
        var plain = new byte[content.Length - NonceBytes - TagBytes];
        try
        {
            aes.Decrypt(content.AsSpan(0, NonceBytes), content.AsSpan(NonceBytes, plain.Length), content.AsSpan(^TagBytes..), plain);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            // The wrong key, or changed content: the caller does not tell which.
            return null;
        }
    }

    static byte[]? DecryptCbc(byte[] content, byte[] key)
    {
        if (content.Length < 2 * BlockBytes || content.Length % BlockBytes != 0)
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = key;
        var plain = aes.DecryptCbc(content.AsSpan(BlockBytes), content.AsSpan(0, BlockBytes), PaddingMode.None);

        // A wrong padding is not told from wrong text: both end where the text is read.
        var padding = plain[^1];
        return padding is >= 1 and <= BlockBytes ? plain[..^padding] : plain;
    }
}
