using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ControlPlane.Saml.Responses;
using Xunit;

namespace ControlPlane.Saml.Xml;

/// <summary>Documents that we canonicalise and sign, verified by xmlsec: a whole second implementation of all that verification is made of.</summary>
public sealed class XmlsecTests
{
    [Fact]
    public void What_we_canonicalise_and_sign_xmlsec_verifies()
    {
        var directory = Directory.CreateTempSubdirectory("xmlsec");
        try
        {
            var key = Path.Combine(directory.FullName, "key.pem");
            using (var rsa = Keys.IdentityProvider.GetRSAPublicKey()!)
            {
                File.WriteAllText(key, rsa.ExportSubjectPublicKeyInfoPem());
            }

            for (var seed = 30_000; seed < 30_080; seed++)
            {
                var file = Path.Combine(directory.FullName, $"{seed}.xml");
                var generator = new DocumentGenerator(seed, escapedNamespaces: false);
                var document = generator.Make();
                File.WriteAllText(file, Sign(document[document.IndexOf('<', document.StartsWith("<?", StringComparison.Ordinal) ? 2 : 0)..], generator.PrefixList()));

                var (exitCode, _, errors) = Tool.Run("xmlsec1", "--verify", "--pubkey-pem", key, "--id-attr:ID", "urn:signed:Signed", file);

                Assert.True(exitCode == 0, $"{seed}: {errors}\n{File.ReadAllText(file)}");
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    static string Sign(string content, string? prefixes)
    {
        var inclusive = prefixes is null ? "" : $"<i:InclusiveNamespaces xmlns:i='http://www.w3.org/2001/10/xml-exc-c14n#' PrefixList='{prefixes}'/>";
        var open = "<o:outer xmlns:o='urn:outer' xmlns:a='urn:one' xmlns='urn:default'> <s:Signed xmlns:s='urn:signed' ID='_1'>";
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical.Ours($"{open}{content}</s:Signed></o:outer>", 1, prefixes))));
        var info = $"""
            <SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>
            <SignatureMethod Algorithm="{Uris.RsaSha256}"/><Reference URI="#_1"><Transforms><Transform
            Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"
            >{inclusive}</Transform></Transforms><DigestMethod Algorithm="{Uris.Sha256}"/><DigestValue>{digest}</DigestValue></Reference></SignedInfo>
            """;
        using var rsa = Keys.IdentityProvider.GetRSAPrivateKey()!;
        var signedInfo = Canonical.Ours($"<Signature xmlns='{Uris.Dsig}'>{info}</Signature>", 1, null);
        var value = Convert.ToBase64String(rsa.SignData(Encoding.UTF8.GetBytes(signedInfo), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return $"{open}{content}<Signature xmlns='{Uris.Dsig}'>{info}<SignatureValue>{value}</SignatureValue></Signature></s:Signed></o:outer>";
    }
}
