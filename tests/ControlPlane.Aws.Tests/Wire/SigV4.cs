using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Aws.Tests.Wire;

/// <summary>Signature Version 4, written from its specification and held by the vectors of <c>SignatureTests</c>: the judge of what our
/// clients sign.</summary>
static class SigV4
{
    public static string CanonicalRequest(string method, string path, IEnumerable<KeyValuePair<string, string>> signedHeaders, byte[] body)
    {
        var headers = signedHeaders.Select(h => (Name: h.Key.ToLowerInvariant(), Value: h.Value.Trim())).OrderBy(h => h.Name, StringComparer.Ordinal).ToList();
        var lines = string.Concat(headers.Select(h => $"{h.Name}:{h.Value}\n"));
        return $"{method}\n{path}\n\n{lines}\n{string.Join(';', headers.Select(h => h.Name))}\n{Hex(SHA256.HashData(body))}";
    }

    public static string Signature(string secret, string amzDate, string region, string service, string canonicalRequest)
    {
        var day = amzDate[..8];
        var toSign = $"AWS4-HMAC-SHA256\n{amzDate}\n{day}/{region}/{service}/aws4_request\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)))}";
        var key = new[] { day, region, service, "aws4_request" }
            .Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (k, part) => HMACSHA256.HashData(k, Encoding.UTF8.GetBytes(part)));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    public static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
