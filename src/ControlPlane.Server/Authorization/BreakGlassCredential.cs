using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ControlPlane.Server.Authorization;

/// <summary>The credential for emergencies, as its holder keeps it: <c>cpbg_{id}_{secret}</c>. The id is as unknown to others as the
/// secret; it lets the server turn guesses away before it computes anything that is expensive.</summary>
readonly record struct BreakGlassCredential(string Id, string Secret)
{
    const string Prefix = "cpbg_";
    const int IdLength = 24;
    const int SecretLength = 43;
    const string Scheme = "BreakGlass ";
    const string Bearer = "Bearer ";

    /// <summary>A new one: 96 bits of id and 256 bits of secret.</summary>
    public static BreakGlassCredential Create()
        => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2)), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>What a request presents: the text after <c>authorization: BreakGlass</c>, or after <c>Bearer</c> when it begins with
    /// <c>cpbg_</c>; null when it is no such credential at all.</summary>
    public static string? Presented(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim()
            : header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && header[Bearer.Length..].Trim() is var token
                && token.StartsWith(Prefix, StringComparison.Ordinal) ? token
            : null;
    }

    /// <summary>Takes it apart.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out BreakGlassCredential credential)
    {
        var fits = text.Length == Prefix.Length + IdLength + 1 + SecretLength
            && text.StartsWith(Prefix, StringComparison.Ordinal) && text[Prefix.Length + IdLength] is '_';
        credential = fits ? new(text.Substring(Prefix.Length, IdLength), text[^SecretLength..]) : default;
        return fits;
    }

    /// <summary>The text for the holder.</summary>
    public string Reveal() => $"{Prefix}{Id}_{Secret}";

    /// <summary>Nothing of it: a record would print its parts.</summary>
    public override string ToString() => $"{Prefix}…";
}
