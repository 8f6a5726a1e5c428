using System.Text;
using ControlPlane.Saml.Responses;

namespace ControlPlane.Fuzz;

/// <summary>The valid responses that are damaged; all say the same.</summary>
static class Corpus
{
    public static List<byte[]> Make()
    {
        ResponseBuilder[] builders =
        [
            new(),
            new() { SignsAssertion = false, SignsResponse = true },
            new() { SignsResponse = true, PrefixList = "xs saml" },
            new() { DigestMethod = Uris.Sha512, SignatureMethod = Uris.RsaSha384 },
            new() { Encryption = new() },
            new() { SignsAssertion = false, SignsResponse = true, Encryption = new() { KeyBeside = true } },
            new() { Encryption = new() { Content = $"{Uris.Xenc}aes128-cbc" } },
        ];
        return [.. builders.Select(builder => Encoding.UTF8.GetBytes(builder.BuildXml()))];
    }
}
