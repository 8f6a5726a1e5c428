using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.DataProtection;

namespace ControlPlane.Server.Api;

/// <summary>Makes and reads page tokens. A token is encrypted and belongs to one caller's request: it works with the same arguments only
/// (AIP-158).</summary>
sealed class PageTokens(IDataProtectionProvider protection)
{
    readonly IDataProtector _protector = protection.CreateProtector("ControlPlane.Server.PageTokens.v1");

    /// <summary>A token for the page after an item.</summary>
    /// <param name="request">The request, without <c>page_token</c> and <c>page_size</c>.</param>
    /// <param name="user">Whose answer it is.</param>
    /// <param name="last">What the next page follows, such as the key of the page's last item.</param>
    public string Next(IMessage request, string user, string last) => _protector.Protect($"{Fingerprint(request, user)} {last}");

    /// <summary>The key that a token names; null for the first page.</summary>
    /// <exception cref="Errors.RefusedException"><c>PAGE_TOKEN_INVALID</c>.</exception>
    public string? Read(string token, IMessage request, string user)
    {
        if (token is "")
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(token).Split(' ', 2) is [var fingerprint, var last] && fingerprint == Fingerprint(request, user)
                ? last
                : throw ApiErrors.PageTokenInvalid();
        }
        catch (CryptographicException)
        {
            throw ApiErrors.PageTokenInvalid();
        }
    }

    static string Fingerprint(IMessage request, string user)
    {
        var bytes = SHA256.HashData([.. Encoding.UTF8.GetBytes($"{request.Descriptor.FullName}\n{user}\n"), .. request.ToByteArray()]);
        return Convert.ToHexStringLower(bytes.AsSpan(0, 16));
    }
}
