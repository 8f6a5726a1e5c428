using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>Verifies an enveloped signature and yields the signed element, read from the very bytes that were digested ("see what is
/// signed", XMLDSig 8.1.3). KeyInfo is not looked at: only the certificates that are passed in are trusted.</summary>
static class SignatureVerifier
{
    /// <summary>Verifies the signature of an element.</summary>
    /// <param name="signed">The element that the signature must cover.</param>
    /// <param name="signature">Its child.</param>
    /// <param name="certificates">The signer's certificates; each is tried while keys roll over.</param>
    /// <param name="allowSha1">Whether SHA-1 is accepted.</param>
    /// <param name="canonicalizer">What canonicalises.</param>
    /// <param name="infoTree">Where SignedInfo is read into.</param>
    /// <param name="result">Where the signed element is read into.</param>
    public static Element Verify(
        Element signed, Element signature, IReadOnlyList<X509Certificate2> certificates, bool allowSha1,
        ExclusiveCanonicalizer canonicalizer, XmlTree infoTree, XmlTree result)
    {
        if (!signed.TryAttribute("ID"u8, out var id) || !XmlParser.IsNcName(id))
        {
            throw ResponseErrors.IdInvalid(signed.Attribute("ID"u8));
        }

        Span<byte> decodedValue = stackalloc byte[SignedInfo.DecodedBytes];
        Span<byte> decodedDigest = stackalloc byte[SignedInfo.DecodedBytes];
        var (signedInfo, signatureValue) = ReadParts(signature);
        var value = SignedInfo.Bytes(signatureValue, "SignatureValue", decodedValue);
        infoTree.Read(canonicalizer.Write(signedInfo, -1, ReadMethod(signedInfo)));
        var info = SignedInfo.Read(infoTree.Root, id, allowSha1, decodedDigest);
        var bytes = canonicalizer.Write(signed, signature.Index, info.Prefixes);
        CheckDigest(bytes, info, signed);
        CheckSignature(infoTree.Source, value, info.Algorithm, certificates);
        result.Read(bytes);
        return result.Root;
    }

    static (Element SignedInfo, Element Value) ReadParts(Element signature)
    {
        var children = new OrderedChildren(signature);
        var info = children.Next(Ns.Signature, "SignedInfo"u8) ?? throw SignatureErrors.Malformed("it has no SignedInfo");
        var value = children.Next(Ns.Signature, "SignatureValue"u8) ?? throw SignatureErrors.Malformed("it has no SignatureValue");
        children.Next(Ns.Signature, "KeyInfo"u8);
        return children.AtEnd
            ? (info, value)
            : throw SignatureErrors.Malformed("it has more parts than one SignedInfo, SignatureValue and KeyInfo");
    }

    static ReadOnlySpan<byte> ReadMethod(Element signedInfo)
        => new OrderedChildren(signedInfo).Next(Ns.Signature, "CanonicalizationMethod"u8) is { } method
            ? SignedInfo.ReadCanonicalization(method)
            : throw SignatureErrors.Malformed("it has no CanonicalizationMethod");

    static void CheckDigest(ReadOnlySpan<byte> bytes, SignedInfo info, Element signed)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        var length = CryptographicOperations.HashData(info.DigestAlgorithm, bytes, hash);
        if (!CryptographicOperations.FixedTimeEquals(hash[..length], info.Digest))
        {
            throw SignatureErrors.DigestMismatch(Shown.From(signed.LocalName));
        }
    }

    static void CheckSignature(
        ReadOnlySpan<byte> info, ReadOnlySpan<byte> value, SignatureAlgorithm algorithm, IReadOnlyList<X509Certificate2> certificates)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        CheckHash(hash[..CryptographicOperations.HashData(algorithm.Hash, info, hash)], value, algorithm, certificates);
    }

    /// <summary>Checks that one of the certificates made the signature of a hash.</summary>
    public static void CheckHash(
        ReadOnlySpan<byte> hash, ReadOnlySpan<byte> value, SignatureAlgorithm algorithm, IReadOnlyList<X509Certificate2> certificates)
    {
        SigningKey? weak = null;
        foreach (var certificate in certificates)
        {
            var key = SigningKey.Of(certificate);
            if (!key.IsStrong)
            {
                weak = key;
            }
            else if (key.Fits(algorithm.Key) && key.Verify(hash, value, algorithm))
            {
                return;
            }
        }

        throw weak is null ? SignatureErrors.Invalid(algorithm.ToString(), certificates.Count) : SignatureErrors.KeyTooWeak(weak.Description);
    }
}
