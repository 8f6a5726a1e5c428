using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ControlPlane.Saml.Validation;

/// <summary>The public key of a configured certificate, kept with it: taking it out costs more than a verification.</summary>
sealed class SigningKey
{
    static readonly ConditionalWeakTable<X509Certificate2, SigningKey> Known = [];

    readonly RSA? _rsa;
    readonly ECDsa? _ecdsa;

    SigningKey(X509Certificate2 certificate)
    {
        _rsa = certificate.GetRSAPublicKey();
        _ecdsa = _rsa is null ? certificate.GetECDsaPublicKey() : null;
        Description = _rsa is not null ? $"RSA {_rsa.KeySize}" : _ecdsa is not null ? $"ECDSA {_ecdsa.KeySize}" : certificate.GetKeyAlgorithm();
        IsStrong = _rsa is { KeySize: >= 2048 and <= 8192 } || IsAcceptedCurve(_ecdsa);
    }

    public string Description { get; }

    /// <summary>RSA of 2048 to 8192 bits (longer ones only cost time), or ECDSA on P-256 or P-384.</summary>
    public bool IsStrong { get; }

    public static SigningKey Of(X509Certificate2 certificate) => Known.GetValue(certificate, static key => new(key));

    public bool Fits(KeyKind kind) => kind switch
    {
        KeyKind.Rsa => _rsa is not null,
        KeyKind.Ecdsa => _ecdsa is not null,
        _ => throw new InvalidOperationException($"No key is of kind {kind}."),
    };

    /// <summary>Whether this key made the signature of a hash. ECDSA signatures are the two numbers, joined (XMLDSig, RFC 4050).</summary>
    public bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, SignatureAlgorithm algorithm)
        => algorithm.Key == KeyKind.Rsa
            ? _rsa!.VerifyHash(hash, signature, algorithm.Hash, RSASignaturePadding.Pkcs1)
            : _ecdsa!.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    static bool IsAcceptedCurve(ECDsa? key)
        => key?.ExportParameters(false).Curve.Oid is { } curve
            && (curve.Value is "1.2.840.10045.3.1.7" or "1.3.132.0.34" || curve.FriendlyName is "nistP256" or "nistP384");
}
