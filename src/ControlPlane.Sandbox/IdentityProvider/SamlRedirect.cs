using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>The HTTP-Redirect binding (SAMLBind 3.4.4.1), written apart from the gateway's so that each checks the other.</summary>
static class SamlRedirect
{
    const string RsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    public static Uri Write(Uri destination, string field, XmlDocument message, string? relayState, DevKeys? keys)
    {
        var query = $"{field}={Uri.EscapeDataString(Deflate(message.OuterXml))}";
        if (relayState is not null)
        {
            query += $"&RelayState={Uri.EscapeDataString(relayState)}";
        }

        if (keys is not null)
        {
            query += $"&SigAlg={Uri.EscapeDataString(RsaSha256)}";
            var signature = keys.Key.SignData(Encoding.ASCII.GetBytes(query), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            query += $"&Signature={Uri.EscapeDataString(Convert.ToBase64String(signature))}";
        }

        return new($"{destination.AbsoluteUri}{(destination.Query.Length > 1 ? '&' : '?')}{query}");
    }

    /// <summary>Whether the query was signed with the certificate's key.</summary>
    public static bool IsSigned(QueryString query, string field, X509Certificate2 certificate)
    {
        var raw = (query.Value ?? "").TrimStart('?').Split('&').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1]);
        if (raw["Signature"].ToList() is not [var signature] || raw["SigAlg"].ToList() is not [var algorithm])
        {
            return false;
        }

        var octets = string.Join('&', new[] { field, "RelayState", "SigAlg" }.SelectMany(name => raw[name].Select(value => $"{name}={value}")));
        return Verify(Encoding.ASCII.GetBytes(octets), Convert.FromBase64String(Uri.UnescapeDataString(signature)), Uri.UnescapeDataString(algorithm), certificate);
    }

    static bool Verify(byte[] octets, byte[] signature, string algorithm, X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = rsa is null ? certificate.GetECDsaPublicKey() : null;
        return algorithm switch
        {
            RsaSha256 => rsa?.VerifyData(octets, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? false,
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256" => ecdsa?.VerifyData(octets, signature, HashAlgorithmName.SHA256) ?? false,
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384" => ecdsa?.VerifyData(octets, signature, HashAlgorithmName.SHA384) ?? false,
            _ => false,
        };
    }

    static string Deflate(string text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(Encoding.UTF8.GetBytes(text));
        }

        return Convert.ToBase64String(packed.ToArray());
    }
}
