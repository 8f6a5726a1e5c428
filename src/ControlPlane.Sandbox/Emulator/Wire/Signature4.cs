using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ControlPlane.Sandbox.Emulator.Wire;

/// <summary>Signature Version 4, computed from the request as it came (AWS General Reference, Signature Version 4).</summary>
static partial class Signature4
{
    /// <summary>The form of <c>X-Amz-Date</c>.</summary>
    public const string DateForm = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The signature that the holder of the secret would have made, in lower-case hex.</summary>
    public static string Compute(AwsRequest request, SignatureHeader header, string amzDate, string secret)
    {
        var toSign = $"AWS4-HMAC-SHA256\n{amzDate}\n{header.Scope}\n{Hash(Encoding.UTF8.GetBytes(Canonical(request, header.SignedHeaders)))}";
        var key = Encoding.UTF8.GetBytes($"AWS4{secret}");
        foreach (var part in (string[])[header.Date, header.Region, header.Service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    /// <summary>The canonical request.</summary>
    public static string Canonical(AwsRequest request, IReadOnlyList<string> signedHeaders)
    {
        var text = new StringBuilder()
            .Append(request.Method).Append('\n')
            .Append(CanonicalPath(request.Path)).Append('\n')
            .Append(CanonicalQuery(request.Query)).Append('\n');
        foreach (var name in signedHeaders)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}:{Spaces().Replace((request.Header(name) ?? "").Trim(), " ")}\n");
        }

        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(Hash(request.Body.Span)).ToString();
    }

    static string Hash(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(SHA256.HashData(data));

    static string CanonicalPath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    static string CanonicalQuery(string query)
        => string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Name: Encode(pair[0]), Value: pair.Length == 2 ? Encode(pair[1]) : ""))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}"));

    static string Encode(string sent) => Uri.EscapeDataString(Uri.UnescapeDataString(sent));

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();
}
