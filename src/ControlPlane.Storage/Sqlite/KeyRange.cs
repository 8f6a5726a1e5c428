using System.Text;

namespace ControlPlane.Storage.Sqlite;

/// <summary>The keys under a prefix as a range of bytes.</summary>
/// <param name="From">The first that may be in it.</param>
/// <param name="To">The first that is past it.</param>
readonly record struct KeyRange(byte[] From, byte[] To)
{
    // No UTF-8 text has a byte of this value.
    static readonly byte[] End = [0xFF];

    public static KeyRange Of(string prefix, string? after)
    {
        var from = Encoding.UTF8.GetBytes(prefix);
        var to = End;
        if (from.Length > 0)
        {
            // The last byte of UTF-8 text is below 0xF5, so this never overflows.
            to = [.. from];
            to[^1]++;
        }

        if (after is not null && Encoding.UTF8.GetBytes(after) is var past && past.AsSpan().SequenceCompareTo(from) >= 0)
        {
            // A key and a zero byte: the smallest that is greater than the key.
            from = [.. past, 0];
        }

        return new(from, to);
    }
}
