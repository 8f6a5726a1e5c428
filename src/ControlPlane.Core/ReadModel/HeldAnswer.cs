using ControlPlane.Store;

namespace ControlPlane.ReadModel;

/// <summary>An answer of the store, or the place of one that is being read. As long as it stands among the answers, nothing that it depends on
/// has changed since it was put there: a reader who puts it there first and then reads may fill it.</summary>
/// <param name="id">The key; of a page its <see cref="PageId"/>.</param>
/// <param name="prefix">The prefix of a page; null for one document.</param>
sealed class HeldAnswer(string id, string? prefix)
{
    // What the objects around a document's bytes cost, roughly: entry, list nodes, strings' headers.
    const int Overhead = 320;

    public string Id => id;

    public string? Prefix => prefix;

    /// <summary>Null while it is being read. A document that does not exist is an empty list.</summary>
    public IReadOnlyList<StoredDocument>? Documents { get; set; }

    public LinkedListNode<HeldAnswer>? Node { get; set; }

    public int Count => Math.Max(1, Documents?.Count ?? 0);

    public long Bytes => Overhead + (2L * id.Length) + (Documents?.Sum(d => (long)d.Value.Length + (2L * d.Key.Length) + Overhead) ?? 0);

    // No key holds U+0000.
    public static string PageId(string prefix, string? after, int limit) => $"{prefix}\0{after}\0{limit}";
}
