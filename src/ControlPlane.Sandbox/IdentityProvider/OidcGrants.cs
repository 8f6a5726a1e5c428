using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Sandbox.IdentityProvider;

/// <summary>An authorization code's meaning (RFC 6749 4.1).</summary>
sealed record CodeGrant(DevUser User, string Client, string RedirectUri, string Challenge, string? Nonce)
{
    /// <summary>Whether the client that redeems the code is the one that asked for it (RFC 7636 4.6, S256).</summary>
    public bool Fits(string client, string redirectUri, string verifier)
        => client == Client
            && redirectUri == RedirectUri
            && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == Challenge;
}

/// <summary>A refresh token's meaning (RFC 6749 6). Each is good once.</summary>
sealed record RefreshGrant(DevUser User, string Client);

/// <summary>A device that waits for its person (RFC 8628).</summary>
sealed class DeviceGrant(string client, bool offline)
{
    // Without vowels and look-alikes, as RFC 8628 6.1 recommends.
    const string Alphabet = "BCDFGHJKLMNPQRSTVWXZ";

    public string Client { get; } = client;

    /// <summary>Whether the device asked to stay signed in (<c>offline_access</c>).</summary>
    public bool Offline { get; } = offline;

    /// <summary>What the person types.</summary>
    public string UserCode { get; } = RandomNumberGenerator.GetString(Alphabet, 4) + "-" + RandomNumberGenerator.GetString(Alphabet, 4);

    /// <summary>Who allowed it; null as long as nobody did.</summary>
    public DevUser? User { get; set; }

    /// <summary>Whether the person said no.</summary>
    public bool Denied { get; set; }
}
