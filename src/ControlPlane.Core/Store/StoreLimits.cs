using System.Buffers;
using System.Text;

namespace ControlPlane.Store;

/// <summary>What every engine takes. The bounds are those of the tightest engine that is planned: DynamoDB holds 400 KB in an item and
/// 100 items or 4 MB in a transaction (DynamoDB Developer Guide, quotas), of which the engine needs a part for itself.</summary>
public static class StoreLimits
{
    /// <summary>The longest key, in UTF-8 bytes.</summary>
    public const int KeyBytes = 512;

    /// <summary>The largest value, in bytes: 256 KiB.</summary>
    public const int ValueBytes = 256 * 1024;

    /// <summary>The most writes in a batch.</summary>
    public const int BatchWrites = 90;

    /// <summary>The most bytes that keys and values of a batch have together: 1 MiB.</summary>
    public const int BatchBytes = 1024 * 1024;

    /// <summary>The most documents in a page.</summary>
    public const int PageSize = 1000;

    /// <summary>Refuses a key that no engine takes.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="Errors.RefusedException"><c>STORE_LIMIT_EXCEEDED</c>: it is empty, too long, or not well-formed text
    /// without the character U+0000, which PostgreSQL does not hold.</exception>
    public static void CheckKey(string key)
    {
        if (key.Length is 0 or > KeyBytes || key.Contains('\0', StringComparison.Ordinal) || !TryCount(key, out var bytes) || bytes > KeyBytes)
        {
            throw StoreErrors.LimitExceeded($"A key has 1 to {KeyBytes} bytes of well-formed text; this one has {key.Length} characters.");
        }
    }

    /// <summary>Refuses a page that no engine reads.</summary>
    /// <param name="limit">The page's size.</param>
    /// <exception cref="Errors.RefusedException"><c>STORE_LIMIT_EXCEEDED</c>: it is not 1 to 1000.</exception>
    public static void CheckPage(int limit)
    {
        if (limit is < 1 or > PageSize)
        {
            throw StoreErrors.LimitExceeded($"A page has 1 to {PageSize} documents, not {limit}.");
        }
    }

    /// <summary>Refuses a batch that no engine takes.</summary>
    /// <param name="writes">The batch.</param>
    /// <exception cref="Errors.RefusedException"><c>STORE_LIMIT_EXCEEDED</c>: no write, too many, too large, or a key twice.</exception>
    public static void CheckBatch(IReadOnlyList<StoreWrite> writes)
    {
        if (writes.Count is 0 or > BatchWrites)
        {
            throw StoreErrors.LimitExceeded($"A batch has 1 to {BatchWrites} writes, not {writes.Count}.");
        }

        var total = 0L;
        var keys = new HashSet<string>(writes.Count, StringComparer.Ordinal);
        foreach (var write in writes)
        {
            CheckKey(write.Key);
            if (!keys.Add(write.Key))
            {
                throw StoreErrors.LimitExceeded($"A batch writes each key once; '{write.Key}' is there twice.");
            }

            var size = write.Value?.Length ?? 0;
            if (size > ValueBytes)
            {
                throw StoreErrors.LimitExceeded($"A value has at most {ValueBytes} bytes; that of '{write.Key}' has {size}.");
            }

            total += size + write.Key.Length;
        }

        if (total > BatchBytes)
        {
            throw StoreErrors.LimitExceeded($"A batch has at most {BatchBytes} bytes, not {total}.");
        }
    }

    static bool TryCount(ReadOnlySpan<char> key, out int bytes)
    {
        bytes = 0;
        while (!key.IsEmpty)
        {
            // Half a surrogate pair has no UTF-8 form: two such keys would become one.
            if (Rune.DecodeFromUtf16(key, out var rune, out var length) is not OperationStatus.Done)
            {
                return false;
            }

            bytes += rune.Utf8SequenceLength;
            key = key[length..];
        }

        return true;
    }
}
