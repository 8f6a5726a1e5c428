using System.Security.Cryptography;

namespace ControlPlane.Saml.Validation;

/// <summary>How a signature was made.</summary>
enum KeyKind
{
    Rsa,
    Ecdsa,
}

/// <summary>A signature algorithm that is on the allow-list.</summary>
readonly record struct SignatureAlgorithm(KeyKind Key, HashAlgorithmName Hash)
{
    public override string ToString() => $"{Key} with {Hash}";
}

/// <summary>The allow-lists of SAML signatures: RFC 4051 and 6931 identifiers. HMAC is on none: with it, the public key that everyone has
/// would be the secret.</summary>
static class SignatureAlgorithms
{
    public static SignatureAlgorithm Signature(ReadOnlySpan<byte> uri, bool allowSha1)
        => uri.SequenceEqual("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"u8) ? new(KeyKind.Rsa, HashAlgorithmName.SHA256)
        : uri.SequenceEqual("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"u8) ? new(KeyKind.Ecdsa, HashAlgorithmName.SHA256)
        : uri.SequenceEqual("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"u8) ? new(KeyKind.Rsa, HashAlgorithmName.SHA384)
        : uri.SequenceEqual("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"u8) ? new(KeyKind.Rsa, HashAlgorithmName.SHA512)
        : uri.SequenceEqual("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"u8) ? new(KeyKind.Ecdsa, HashAlgorithmName.SHA384)
        : uri.SequenceEqual("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"u8) ? new(KeyKind.Ecdsa, HashAlgorithmName.SHA512)
        : allowSha1 && uri.SequenceEqual("http://www.w3.org/2000/09/xmldsig#rsa-sha1"u8) ? new(KeyKind.Rsa, HashAlgorithmName.SHA1)
        : throw SignatureErrors.AlgorithmForbidden("signature algorithm", Shown.From(uri));

    public static HashAlgorithmName Digest(ReadOnlySpan<byte> uri, bool allowSha1)
        => uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#sha256"u8) ? HashAlgorithmName.SHA256
        : uri.SequenceEqual("http://www.w3.org/2001/04/xmldsig-more#sha384"u8) ? HashAlgorithmName.SHA384
        : uri.SequenceEqual("http://www.w3.org/2001/04/xmlenc#sha512"u8) ? HashAlgorithmName.SHA512
        : allowSha1 && uri.SequenceEqual("http://www.w3.org/2000/09/xmldsig#sha1"u8) ? HashAlgorithmName.SHA1
        : throw SignatureErrors.AlgorithmForbidden("digest algorithm", Shown.From(uri));
}
