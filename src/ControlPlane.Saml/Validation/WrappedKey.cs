using System.Security.Cryptography;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>A content key, encrypted for us with RSA-OAEP (XMLEnc 1.1, 5.5.2). RSA 1.5 is refused: its padding can be asked for.</summary>
/// <param name="Digest">The digest of OAEP.</param>
/// <param name="Mask">The digest of its mask generation; it need not be the same.</param>
/// <param name="Value">The encrypted key.</param>
sealed record WrappedKey(HashAlgorithmName Digest, HashAlgorithmName Mask, byte[] Value)
{
    public static WrappedKey Read(Element encryptedKey)
    {
        var parts = new OrderedChildren(encryptedKey);
        var method = parts.Next(Ns.Encryption, "EncryptionMethod"u8) ?? throw EncryptionErrors.Malformed("a key has no EncryptionMethod");
        method.TryAttribute("Algorithm"u8, out var uri);
        var isVersion11 = uri.SequenceEqual("http://www.w3.org/2009/xmlenc11#rsa-oaep"u8);
        if (!isVersion11 && !uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"u8))
        {
            throw EncryptionErrors.Forbidden("key encryption", Shown.From(uri));
        }

        var (digest, mask) = ReadParameters(method, isVersion11);
        parts.Next(Ns.Signature, "KeyInfo"u8);
        return new(digest, mask, EncryptedShape.ReadCipherData(ref parts));
    }

    static (HashAlgorithmName Digest, HashAlgorithmName Mask) ReadParameters(Element method, bool isVersion11)
    {
        var (digest, mask) = (HashAlgorithmName.SHA1, HashAlgorithmName.SHA1);
        foreach (var parameter in method.Children)
        {
            parameter.TryAttribute("Algorithm"u8, out var uri);
            if (parameter.Is(Ns.Signature, "DigestMethod"u8))
            {
                digest = Digests(uri);
            }
            else if (isVersion11 && parameter.Is(Ns.Encryption11, "MGF"u8))
            {
                mask = Masks(uri);
            }
            else if (!parameter.Is(Ns.Encryption, "KeySize"u8) && !(parameter.Is(Ns.Encryption, "OAEPparams"u8) && parameter.IsEmpty))
            {
                throw EncryptionErrors.Forbidden("RSA-OAEP parameter", Shown.From(parameter.LocalName));
            }
        }

        return (digest, mask);
    }

    static HashAlgorithmName Digests(ReadOnlySpan<byte> uri)
        => uri.SequenceEqual("http://www.w3.org/2000/09/xmldsig#sha1"u8) ? HashAlgorithmName.SHA1
        : uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#sha256"u8) ? HashAlgorithmName.SHA256
        : throw EncryptionErrors.Forbidden("RSA-OAEP digest", Shown.From(uri));

    static HashAlgorithmName Masks(ReadOnlySpan<byte> uri)
        => uri.SequenceEqual("http://www.w3.org/2009/xmlenc11#mgf1sha1"u8) ? HashAlgorithmName.SHA1
        : uri.SequenceEqual("http://www.w3.org/2009/xmlenc11#mgf1sha256"u8) ? HashAlgorithmName.SHA256
        : throw EncryptionErrors.Forbidden("RSA-OAEP mask generation", Shown.From(uri));
}
