using System.Text;
using System.Text.Json;
using ControlPlane.Store;

namespace ControlPlane.Catalog;

/// <summary>When the catalog file made and changed a document. The times are its last members, so that it can be compared with what the
/// file says without being read.</summary>
static class CatalogStamp
{
    static ReadOnlySpan<byte> Created => ",\"createdAt\":"u8;

    static ReadOnlySpan<byte> Updated => ",\"updatedAt\":"u8;

    /// <summary>Whether a document says what is wanted, whenever it was written.</summary>
    /// <param name="stored">The document.</param>
    /// <param name="wanted">The document without times.</param>
    public static bool IsSame(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> wanted)
        => stored.StartsWith(wanted[..^1]) && stored[(wanted.Length - 1)..] is var rest
            && (rest is [(byte)'}'] || rest.StartsWith(Created) || rest.StartsWith(Updated));

    /// <summary>The unit with the time of its creation.</summary>
    public static CatalogUnit New(CatalogUnit unit, DateTimeOffset now) => With(unit, $"{now:O}", now);

    /// <summary>The unit with the time of its change, and with that of its creation as far as the document knows it.</summary>
    public static CatalogUnit Changed(CatalogUnit unit, JsonElement stored, DateTimeOffset now)
        => With(unit, stored.TryGetProperty("createdAt", out var created) ? created.GetString() : null, now);

    // Copies of the document, such as an entitlement's in the order of teams, get the same times.
    static CatalogUnit With(CatalogUnit unit, string? created, DateTimeOffset now)
    {
        var document = unit.Writes[0].Value!.Value;
        byte[] stamped =
        [
            .. document.Span[..^1],
            .. created is null ? default : Created,
            .. Encoding.UTF8.GetBytes(created is null ? "" : $"\"{created}\""),
            .. Updated,
            .. Encoding.UTF8.GetBytes($"\"{now:O}\"}}"),
        ];
        return unit with { Writes = [.. unit.Writes.Select(w => IsCopy(w, document) ? w with { Value = stamped } : w)] };
    }

    static bool IsCopy(StoreWrite write, ReadOnlyMemory<byte> document) => write.Value is { } value && value.Span.SequenceEqual(document.Span);
}
