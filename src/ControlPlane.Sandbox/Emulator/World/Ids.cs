using System.Security.Cryptography;
using System.Text;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>Ids as AWS forms them.</summary>
static class Ids
{
    const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const string Base36 = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>An id that is the same at every start: prefix and 17 characters made of the parts.</summary>
    public static string Of(string prefix, params string[] parts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        return prefix + string.Concat(hash.Take(17).Select(b => Base32[b % 32]));
    }

    /// <summary>The id of a session's access key.</summary>
    public static string AccessKey() => "ASIA" + RandomNumberGenerator.GetString(Base32, 16);

    /// <summary>A small-letter id such as a domain's.</summary>
    public static string Small(string prefix, int length) => prefix + RandomNumberGenerator.GetString(Base36, length);

    /// <summary>A secret of so many random bytes, in the URL-safe alphabet.</summary>
    public static string Secret(int bytes) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
}
