using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>Finds out which client calls the token endpoint (RFC 6749 2.3).</summary>
static class ClientCredentials
{
    public static DevClient? Find(IEnumerable<DevClient> clients, HttpRequest request, IFormCollection form)
    {
        var (id, secret) = FromHeader(request) ?? (form["client_id"].ToString(), form["client_secret"].ToString());
        return clients.FirstOrDefault(client => client.Id == id && Proves(client, secret));
    }

    static bool Proves(DevClient client, string secret) => client.Secret is null
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(client.Secret), Encoding.UTF8.GetBytes(secret));

    static (string Id, string Secret)? FromHeader(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header.Scheme != "Basic")
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[512];
        return Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length)
            && Encoding.UTF8.GetString(bytes[..length]).Split(':', 2) is [var id, var secret]
            ? (Uri.UnescapeDataString(id), Uri.UnescapeDataString(secret))
            : null;
    }
}
