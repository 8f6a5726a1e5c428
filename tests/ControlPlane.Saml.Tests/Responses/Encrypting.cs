using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Responses;

/// <summary>How an assertion is encrypted; written by the specification and not by what is tested.</summary>
sealed record Encrypting
{
    public string Content { get; init; } = $"{Uris.Xenc11}aes256-gcm";

    public string KeyWrap { get; init; } = $"{Uris.Xenc}rsa-oaep-mgf1p";

    /// <summary>OAEP's digest, when it is written down.</summary>
    public string? Digest { get; init; }

    /// <summary>OAEP's mask generation, when it is written down.</summary>
    public string? Mask { get; init; }

    /// <summary>Whether the key stands beside the content instead of in its KeyInfo.</summary>
    public bool KeyBeside { get; init; }

    public X509Certificate2 Recipient { get; init; } = Keys.Decryption;

    public Func<byte[], byte[]> ChangeKey { get; init; } = key => key;

    public Func<byte[], byte[]> ChangeWrappedKey { get; init; } = value => value;

    public Func<byte[], byte[]> ChangeContent { get; init; } = content => content;

    public Func<string, string> ChangePlainText { get; init; } = text => text;

    public void Encrypt(XmlElement assertion)
    {
        var key = RandomNumberGenerator.GetBytes(Content.Contains("128", StringComparison.Ordinal) ? 16 : 32);
        var content = ChangeContent(EncryptContent(Encoding.UTF8.GetBytes(ChangePlainText(assertion.OuterXml)), key));
        var wrapped = ChangeWrappedKey(Wrap(ChangeKey(key)));
        var parameters = (Digest is null ? "" : $"<ds:DigestMethod Algorithm='{Digest}'/>") + (Mask is null ? "" : $"<e11:MGF xmlns:e11='{Uris.Xenc11}' Algorithm='{Mask}'/>");
        var keyMarkup = $"<e:EncryptedKey xmlns:e='{Uris.Xenc}'><e:EncryptionMethod Algorithm='{KeyWrap}'>{parameters}</e:EncryptionMethod>"
            + $"<e:CipherData><e:CipherValue>{Convert.ToBase64String(wrapped)}</e:CipherValue></e:CipherData></e:EncryptedKey>";
        var replacement = assertion.OwnerDocument.Parse(
            $"<saml:EncryptedAssertion><e:EncryptedData xmlns:e='{Uris.Xenc}' Type='{Uris.Xenc}Element'><e:EncryptionMethod Algorithm='{Content}'/>"
            + (KeyBeside ? "" : $"<ds:KeyInfo>{keyMarkup}</ds:KeyInfo>")
            + $"<e:CipherData><e:CipherValue>{Convert.ToBase64String(content)}</e:CipherValue></e:CipherData></e:EncryptedData>"
            + (KeyBeside ? keyMarkup : "") + "</saml:EncryptedAssertion>");
        assertion.ParentNode!.ReplaceChild(replacement, assertion);
    }

    byte[] EncryptContent(byte[] plain, byte[] key)
    {
        if (Content.EndsWith("cbc", StringComparison.Ordinal))
        {
            using var cbc = Aes.Create();
            cbc.Key = key;
            return [.. cbc.IV, .. cbc.EncryptCbc(plain, cbc.IV, PaddingMode.ISO10126)];
        }

        using var gcm = new AesGcm(key, 16);
        var (nonce, cipher, tag) = (RandomNumberGenerator.GetBytes(12), new byte[plain.Length], new byte[16]);
        gcm.Encrypt(nonce, plain, cipher, tag);
        return [.. nonce, .. cipher, .. tag];
    }

    byte[] Wrap(byte[] key)
    {
        using var rsa = Recipient.GetRSAPublicKey()!;
        if (KeyWrap.EndsWith("rsa-1_5", StringComparison.Ordinal))
        {
            return rsa.Encrypt(key, RSAEncryptionPadding.Pkcs1);
        }

        var (digest, mask) = (Digest is Uris.Sha256 ? "sha256" : "sha1", Mask == $"{Uris.Xenc11}mgf1sha256" ? "sha256" : "sha1");
        return digest != mask ? WrapMixed(rsa, key, digest, mask)
            : rsa.Encrypt(key, digest == "sha1" ? RSAEncryptionPadding.OaepSHA1 : RSAEncryptionPadding.OaepSHA256);
    }

    /// <summary>.NET knows no OAEP with two digests; OpenSSL's command does.</summary>
    static byte[] WrapMixed(RSA rsa, byte[] key, string digest, string mask)
    {
        var directory = Directory.CreateTempSubdirectory("oaep");
        try
        {
            var (pem, input) = (Path.Combine(directory.FullName, "key.pem"), Path.Combine(directory.FullName, "input"));
            File.WriteAllText(pem, rsa.ExportSubjectPublicKeyInfoPem());
            File.WriteAllBytes(input, key);
            var (exitCode, output, errors) = Tool.Run(
                "openssl", "pkeyutl", "-encrypt", "-pubin", "-inkey", pem, "-in", input, "-pkeyopt", "rsa_padding_mode:oaep",
                "-pkeyopt", $"rsa_oaep_md:{digest}", "-pkeyopt", $"rsa_mgf1_md:{mask}");
            return exitCode == 0 ? output : throw new InvalidOperationException(errors);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
