using System.Security.Cryptography;
using System.Text;
using ControlPlane.Catalog;
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
        => token is "" ? null : Find(token, request, user) ?? throw ApiErrors.PageTokenInvalid();

    /// <summary>The key that a token of a stream names, which goes on after an item; null for a stream that begins.</summary>
    /// <exception cref="Errors.RefusedException"><c>RESUME_TOKEN_INVALID</c>.</exception>
    public string? ReadResume(string token, IMessage request, string user)
        => token is "" ? null : Find(token, request, user) ?? throw ResourceErrors.ResumeTokenInvalid();

    string? Find(string token, IMessage request, string user)
    {
        try
        {
            return _protector.Unprotect(token).Split(' ', 2) is [var fingerprint, var last] && fingerprint == Fingerprint(request, user) ? last : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    static string Fingerprint(IMessage request, string user)
    {
        var bytes = SHA256.HashData([.. Encoding.UTF8.GetBytes($"{request.Descriptor.FullName}\n{user}\n"), .. request.ToByteArray()]);
        return Convert.ToHexStringLower(bytes.AsSpan(0, 16));
    }
}
