using System.Security.Cryptography;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>Puts the decrypted assertion into the place of the encrypted one, so that every rule is checked again on the result, and so
/// that it has the namespaces of its place (XMLEnc 4.3).</summary>
static class AssertionDecryptor
{
    /// <summary>Decrypts into a tree.</summary>
    /// <returns>The shape of the decrypted message.</returns>
    public static ResponseShape Decrypt(ResponseShape shape, XmlTree decrypted, ValidationContext context)
    {
        var encryptedAssertion = shape.EncryptedAssertion!.Value;
        var encrypted = EncryptedShape.Read(encryptedAssertion, context.Rules);
        var plain = DecryptContent(encrypted, context.ServiceProvider);
        Splice(encryptedAssertion, plain, decrypted);
        CryptographicOperations.ZeroMemory(plain);
        XmlParser.Parse(decrypted);
        var result = ResponseShape.Read(decrypted);
        return result.Assertion is null ? throw ResponseErrors.AssertionCount(0) : result;
    }

    /// <summary>Tries each of our keys on each wrapped key. One that does not fit is replaced by a random one: the content is decrypted as
    /// often, whatever was wrong.</summary>
    static byte[] DecryptContent(EncryptedShape encrypted, ServiceProvider serviceProvider)
    {
        var keys = serviceProvider.DecryptionCertificates.Select(DecryptionKey.Of).Where(key => key.IsUsable).ToList();
        if (keys.Count == 0)
        {
            throw EncryptionErrors.KeyMissing();
        }

        foreach (var key in keys)
        {
            foreach (var wrapped in encrypted.Keys)
            {
                if (TryDecrypt(encrypted, key.Unwrap(wrapped)) is { } plain)
                {
                    return plain;
                }
            }
        }

        throw EncryptionErrors.Failed();
    }

    static byte[]? TryDecrypt(EncryptedShape encrypted, byte[]? unwrapped)
    {
        var random = RandomNumberGenerator.GetBytes(encrypted.Algorithm.KeyBytes);
        var fits = unwrapped is not null && unwrapped.Length == random.Length;
        var plain = encrypted.Algorithm.Decrypt(encrypted.Content, fits ? unwrapped! : random);
        return fits ? plain : null;
    }

    static void Splice(Element encryptedAssertion, ReadOnlySpan<byte> plain, XmlTree decrypted)
    {
        var message = encryptedAssertion.Tree;
        ref var node = ref message.Nodes[encryptedAssertion.Index];
        var before = message.Source[..node.MarkupStart];
        var after = message.Source[node.MarkupEnd..];
        var target = decrypted.Prepare(before.Length + plain.Length + after.Length);
        before.CopyTo(target);
        plain.CopyTo(target[before.Length..]);
        after.CopyTo(target[(before.Length + plain.Length)..]);
    }
}
