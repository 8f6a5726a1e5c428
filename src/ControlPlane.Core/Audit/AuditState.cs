using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Audit;

/// <summary>Bounds the states that an audit event holds, so that no resource is too large to be audited.</summary>
static class AuditState
{
    public const int Bytes = 16 * 1024;

    public static string? Bound(string? json)
    {
        if (json is null || Encoding.UTF8.GetByteCount(json) <= Bytes)
        {
            return json;
        }

        var content = Encoding.UTF8.GetBytes(json);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"omitted":true,"bytes":{{content.Length}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(content))}}"}""");
    }
}
