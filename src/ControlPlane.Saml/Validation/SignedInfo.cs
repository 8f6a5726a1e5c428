using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>What a SignedInfo says, read from its canonical bytes by fixed paths (XMLDSig 4.3, SAMLCore 5.4).</summary>
readonly ref struct SignedInfo
{
    /// <summary>The room that a value needs when it is decoded.</summary>
    public const int DecodedBytes = EncodedBytes / 4 * 3;

    const int EncodedBytes = 4096;

    static ReadOnlySpan<byte> Enveloped => "http://www.w3.org/2000/09/xmldsig#enveloped-signature"u8;

    static ReadOnlySpan<byte> ExclusiveCanonicalization => "http://www.w3.org/2001/10/xml-exc-c14n#"u8;

    public SignatureAlgorithm Algorithm { get; private init; }

    public HashAlgorithmName DigestAlgorithm { get; private init; }

    public ReadOnlySpan<byte> Digest { get; private init; }

    /// <summary>The PrefixList of the reference's canonicalisation.</summary>
    public ReadOnlySpan<byte> Prefixes { get; private init; }

    /// <summary>Reads a SignedInfo that must refer to an ID.</summary>
    /// <param name="info">The element.</param>
    /// <param name="id">The ID.</param>
    /// <param name="allowSha1">Whether SHA-1 is accepted.</param>
    /// <param name="buffer">Where the digest is decoded to; <see cref="DecodedBytes"/> long.</param>
    public static SignedInfo Read(Element info, ReadOnlySpan<byte> id, bool allowSha1, Span<byte> buffer)
    {
        var children = new OrderedChildren(info);
        _ = children.Next(Ns.Signature, "CanonicalizationMethod"u8) ?? throw SignatureErrors.Malformed("it has no CanonicalizationMethod");
        var method = children.Next(Ns.Signature, "SignatureMethod"u8) ?? throw SignatureErrors.Malformed("it has no SignatureMethod");
        var reference = children.Next(Ns.Signature, "Reference"u8) ?? throw NoReference(id);
        if (!children.AtEnd)
        {
            throw SignatureErrors.ReferenceInvalid("it has more than one reference", $"#{Shown.From(id)}", null);
        }

        CheckUri(reference, id);
        var parts = new OrderedChildren(reference);
        var transforms = parts.Next(Ns.Signature, "Transforms"u8) ?? throw SignatureErrors.TransformForbidden(null);
        var digestMethod = parts.Next(Ns.Signature, "DigestMethod"u8) ?? throw SignatureErrors.Malformed("it has no DigestMethod");
        var digest = parts.Next(Ns.Signature, "DigestValue"u8) ?? throw SignatureErrors.Malformed("it has no DigestValue");
        if (!parts.AtEnd)
        {
            throw SignatureErrors.Malformed("its reference has more parts than Transforms, DigestMethod and one DigestValue");
        }

        return new()
        {
            Prefixes = ReadTransforms(transforms),
            Algorithm = SignatureAlgorithms.Signature(AlgorithmOf(method), allowSha1),
            DigestAlgorithm = SignatureAlgorithms.Digest(AlgorithmOf(digestMethod), allowSha1),
            Digest = Bytes(digest, "DigestValue", buffer),
        };
    }

    /// <summary>Reads the one canonicalisation that is accepted and returns its PrefixList.</summary>
    public static ReadOnlySpan<byte> ReadCanonicalization(Element method)
    {
        if (!method.TryAttribute("Algorithm"u8, out var algorithm) || !algorithm.SequenceEqual(ExclusiveCanonicalization))
        {
            throw SignatureErrors.TransformForbidden(method.Attribute("Algorithm"u8));
        }

        var children = new OrderedChildren(method);
        var inclusive = children.Next(Ns.ExclusiveCanonicalization, "InclusiveNamespaces"u8);
        if (!children.AtEnd || inclusive is { HasChildElements: true })
        {
            throw SignatureErrors.Malformed("a canonicalisation has other parts than InclusiveNamespaces");
        }

        return inclusive is not null && inclusive.Value.TryAttribute("PrefixList"u8, out var prefixes) ? prefixes : default;
    }

    /// <summary>Decodes a value that must be base64; XML Signature allows it white space.</summary>
    public static ReadOnlySpan<byte> Bytes(Element element, string name, Span<byte> buffer)
    {
        if (element.HasChildElements)
        {
            throw SignatureErrors.Malformed($"its {name} has child elements");
        }

        var text = element.TextBytes;
        return text.Length <= EncodedBytes && Base64.DecodeFromUtf8(text, buffer, out _, out var length) is OperationStatus.Done && length > 0
            ? buffer[..length]
            : throw SignatureErrors.Malformed($"its {name} is not base64");
    }

    static ReadOnlySpan<byte> ReadTransforms(Element transforms)
    {
        var children = new OrderedChildren(transforms);
        var first = children.Next(Ns.Signature, "Transform"u8) ?? throw SignatureErrors.TransformForbidden(null);
        if (!first.TryAttribute("Algorithm"u8, out var algorithm) || !algorithm.SequenceEqual(Enveloped) || first.HasChildElements)
        {
            throw SignatureErrors.TransformForbidden(first.Attribute("Algorithm"u8));
        }

        // Without it, the digest would be over inclusive canonicalisation (XMLDSig 4.3.3.2), which breaks when a message is embedded.
        var second = children.Next(Ns.Signature, "Transform"u8) ?? throw SignatureErrors.TransformForbidden("enveloped-signature only");
        return children.AtEnd
            ? ReadCanonicalization(second)
            : throw SignatureErrors.TransformForbidden("more than two transforms");
    }

    static void CheckUri(Element reference, ReadOnlySpan<byte> id)
    {
        if (!reference.TryAttribute("URI"u8, out var uri) || uri is not [(byte)'#', .. var name] || !name.SequenceEqual(id))
        {
            throw SignatureErrors.ReferenceInvalid("its URI is not # and the ID", $"#{Shown.From(id)}", reference.Attribute("URI"u8));
        }
    }

    static ReadOnlySpan<byte> AlgorithmOf(Element method)
        => !method.HasChildElements && method.TryAttribute("Algorithm"u8, out var algorithm)
            ? algorithm
            : throw SignatureErrors.Malformed("an algorithm is not named, or has parameters");

    static SamlRefusedException NoReference(ReadOnlySpan<byte> id)
        => SignatureErrors.ReferenceInvalid("it has no reference", $"#{Shown.From(id)}", null);
}
