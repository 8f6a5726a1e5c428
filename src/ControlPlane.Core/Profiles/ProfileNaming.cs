using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ControlPlane.Teams;
using ControlPlane.Users;

namespace ControlPlane.Profiles;

/// <summary>The name of the profile of a user and a team: a pure function. Two pairs never share a name, not even when case is ignored
/// as SageMaker does, unless the pairs themselves differ by case alone, which the catalog forbids and the name's reservation refuses.</summary>
static class ProfileNaming
{
    const int MaximumLength = 63;
    const int HashLength = 16;
    const string HashMark = "--";

    /// <summary><c>{user}-{team}</c> where that is unambiguous, otherwise a readable beginning, two hyphens and a hash of the pair.</summary>
    public static string NameOf(UserId user, TeamId team)
    {
        var plain = $"{user}-{team}";
        return IsUnambiguous(plain, team) ? plain : $"{Readable(plain)}{HashMark}{Hash(user.ToString(), team.ToString())}";
    }

    // A team without hyphens makes the last hyphen the border of user and team; a name without two hyphens in a row is no hashed one.
    static bool IsUnambiguous(string plain, TeamId team)
        => team.ToString().All(char.IsAsciiLetterOrDigit) && !plain.Contains(HashMark, StringComparison.Ordinal) && ProfileName.IsValid(plain);

    static string Readable(string plain)
    {
        var text = new StringBuilder();
        foreach (var c in plain)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                text.Append(c);
            }
            else if (text.Length > 0 && text[^1] != '-')
            {
                text.Append('-');
            }
        }

        // A team begins with a letter or digit, so there is always something to read.
        var room = MaximumLength - HashMark.Length - HashLength;
        return text.ToString(0, Math.Min(text.Length, room)).TrimEnd('-');
    }

    // 80 bits: among a million profiles the chance of any clash is below one in a thousand billion, and a clash is refused, not shared.
    static string Hash(string user, string team)
    {
        var bytes = new byte[4 + Encoding.UTF8.GetByteCount(user) + Encoding.UTF8.GetByteCount(team)];
        var length = Encoding.UTF8.GetBytes(user, bytes.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        Encoding.UTF8.GetBytes(team, bytes.AsSpan(4 + length));
        return Base32(SHA256.HashData(bytes).AsSpan(0, HashLength * 5 / 8));
    }

    static string Base32(ReadOnlySpan<byte> bytes)
    {
        const string alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var b in bytes)
        {
            (buffer, bits) = ((buffer << 8) | b, bits + 8);
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(alphabet[(buffer >> bits) & 31]);
            }
        }

        return text.ToString();
    }
}
