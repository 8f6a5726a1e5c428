using System.Buffers;
using System.Buffers.Text;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>The parts of an EncryptedAssertion (SAMLCore 2.3.4, XMLEnc 3): the content, and its key in the content's KeyInfo or beside it.</summary>
sealed record EncryptedShape(ContentAlgorithm Algorithm, byte[] Content, IReadOnlyList<WrappedKey> Keys)
{
    const int MostKeys = 4;

    public static EncryptedShape Read(Element encryptedAssertion, TrustRules rules)
    {
        var children = new OrderedChildren(encryptedAssertion);
        var data = children.Next(Ns.Encryption, "EncryptedData"u8) ?? throw EncryptionErrors.Malformed("it has no EncryptedData");
        CheckType(data);
        var keys = new List<WrappedKey>(1);
        var parts = new OrderedChildren(data);
        var method = parts.Next(Ns.Encryption, "EncryptionMethod"u8) ?? throw EncryptionErrors.Malformed("it has no EncryptionMethod");
        var algorithm = ContentAlgorithm.Find(method, rules.AllowAesCbc);
        ReadKeyInfo(parts.Next(Ns.Signature, "KeyInfo"u8), keys);
        var content = ReadCipherData(ref parts);
        while (children.Next(Ns.Encryption, "EncryptedKey"u8) is { } key)
        {
            Add(key, keys);
        }

        return children.AtEnd && keys.Count > 0
            ? new(algorithm, content, keys)
            : throw EncryptionErrors.Malformed("it has no EncryptedKey, or other parts than one EncryptedData and its keys");
    }

    /// <summary>Reads the CipherData that must come next and last. A CipherReference would make us fetch it.</summary>
    public static byte[] ReadCipherData(ref OrderedChildren parts)
    {
        var data = parts.Next(Ns.Encryption, "CipherData"u8) ?? throw EncryptionErrors.Malformed("it has no CipherData");
        var children = new OrderedChildren(data);
        var value = children.Next(Ns.Encryption, "CipherValue"u8) ?? throw EncryptionErrors.Malformed("its CipherData has no CipherValue");
        if (!children.AtEnd || value.HasChildElements)
        {
            throw EncryptionErrors.Malformed("its CipherData has other parts than one CipherValue");
        }

        var text = value.TextBytes;
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, decoded, out _, out var length) is OperationStatus.Done
            ? decoded[..length]
            : throw EncryptionErrors.Malformed("a CipherValue is not base64");
    }

    static void CheckType(Element data)
    {
        if (data.TryAttribute("Type"u8, out var type) && !type.SequenceEqual("http://www.w3.org/2001/04/xmlenc#Element"u8))
        {
            throw EncryptionErrors.Malformed("its EncryptedData is not of the type Element");
        }
    }

    static void ReadKeyInfo(Element? keyInfo, List<WrappedKey> keys)
    {
        if (keyInfo is null)
        {
            return;
        }

        // What else is there, such as a RetrievalMethod to the key beside, tells nothing that is needed.
        foreach (var child in keyInfo.Value.Children)
        {
            if (child.Is(Ns.Encryption, "EncryptedKey"u8))
            {
                Add(child, keys);
            }
        }
    }

    static void Add(Element key, List<WrappedKey> keys)
    {
        if (keys.Count == MostKeys)
        {
            throw EncryptionErrors.Malformed($"it has more than {MostKeys} keys");
        }

        keys.Add(WrappedKey.Read(key));
    }
}
