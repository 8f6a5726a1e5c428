using System.Numerics;
using System.Security.Cryptography;

namespace ControlPlane.Saml.Validation;

/// <summary>RSA-OAEP (RFC 8017, 7.1.2) with another digest than that of its mask generation, which .NET does not offer: the older
/// identifier of XML Encryption fixes SHA-1 for the mask whatever the digest is, so that SHA-256 with it is always mixed.</summary>
static class MixedOaep
{
    /// <summary>Decrypts, or throws one exception for every cause.</summary>
    public static byte[] Decrypt(RSA key, WrappedKey wrapped)
    {
        var block = DecryptBlock(key.ExportParameters(includePrivateParameters: true), wrapped.Value);
        var hashLength = CryptographicOperations.HashData(wrapped.Digest, []).Length;
        if (block.Length < (2 * hashLength) + 2)
        {
            throw new CryptographicException("The key is too short for this digest.");
        }

        var seed = block.AsSpan(1, hashLength);
        var data = block.AsSpan(1 + hashLength);
        Mask(seed, data, wrapped.Mask);
        Mask(data, seed, wrapped.Mask);
        return Unpad(block[0], data, CryptographicOperations.HashData(wrapped.Digest, []));
    }

    /// <summary>Reads DB = lHash, zeros, 1, message. Every byte is looked at in any case, and no branch is taken before all were.</summary>
    static byte[] Unpad(byte first, ReadOnlySpan<byte> data, ReadOnlySpan<byte> emptyHash)
    {
        var wrong = (int)first;
        wrong |= CryptographicOperations.FixedTimeEquals(data[..emptyHash.Length], emptyHash) ? 0 : 1;
        var searching = 1;
        var start = 0;
        for (var i = emptyHash.Length; i < data.Length; i++)
        {
            var isOne = IsZero(data[i] ^ 1);
            var isZero = IsZero(data[i]);
            start |= -(searching & isOne) & (i + 1);
            wrong |= searching & (1 - isOne) & (1 - isZero);
            searching &= 1 - isOne;
        }

        wrong |= searching;
        return wrong == 0 ? data[start..].ToArray() : throw new CryptographicException("The key was not wrapped for us.");
    }

    static int IsZero(int value) => (int)((uint)(value - 1) >> 31);

    static void Mask(Span<byte> target, ReadOnlySpan<byte> seed, HashAlgorithmName digest)
    {
        var input = new byte[seed.Length + 4];
        seed.CopyTo(input);
        for (int counter = 0, offset = 0; offset < target.Length; counter++)
        {
            input[^1] = (byte)counter;
            foreach (var value in CryptographicOperations.HashData(digest, input).AsSpan()[..Math.Min(target.Length - offset, HashLength(digest))])
            {
                target[offset++] ^= value;
            }
        }
    }

    static int HashLength(HashAlgorithmName digest) => digest == HashAlgorithmName.SHA1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes;

    /// <summary>The bare RSA operation, blinded: what takes the time is a number that the sender cannot know.</summary>
    static byte[] DecryptBlock(RSAParameters key, byte[] value)
    {
        var modulus = Number(key.Modulus!);
        var blind = Number(RandomNumberGenerator.GetBytes(key.Modulus!.Length - 1)) | 1;
        var blinded = Number(value) * BigInteger.ModPow(blind, Number(key.Exponent!), modulus) % modulus;
        var (p, q) = (Number(key.P!), Number(key.Q!));
        var modP = BigInteger.ModPow(blinded % p, Number(key.DP!), p);
        var modQ = BigInteger.ModPow(blinded % q, Number(key.DQ!), q);
        var difference = (((modP - modQ) % p) + p) % p;
        var power = modQ + (Number(key.InverseQ!) * difference % p * q);
        var plain = power * BigInteger.ModPow(blind, ((p - 1) * (q - 1)) - 1, modulus) % modulus;
        var block = new byte[key.Modulus.Length];
        var bytes = plain.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(block, block.Length - bytes.Length);
        return block;
    }

    static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
