using System.Globalization;
using ControlPlane.Store;

namespace ControlPlane.Audit;

/// <summary>What the chain says about records that retention removed, held against the checkpoint.</summary>
/// <param name="start">The checkpoint.</param>
sealed class AuditRemovals(AuditHead start)
{
    /// <summary>The action of the event that retention writes before it removes anything.</summary>
    public const string Action = "audit.retention";

    const string LastKey = "last_sequence";
    const string HashKey = "hash";
    bool _contradicted;

    /// <summary>The last record that some event of the chain lets be removed; 0 for none.</summary>
    public long Allowed { get; private set; }

    /// <summary>What is wrong with the checkpoint, in a sentence; null when the chain agrees with it. Asked when the whole chain was
    /// taken.</summary>
    public string? Fault => start.Count > Allowed
        ? $"Records up to {start.Count} are gone, and no '{Action}' event of the log says so beyond {Allowed}: the checkpoint was forged."
        : _contradicted
            ? $"The checkpoint names another record {start.Count} than the '{Action}' event of the log: one of them was forged."
            : null;

    /// <summary>The facts of the event that lets records be removed.</summary>
    public static Dictionary<string, string> Facts(AuditHead last, long count, DateTimeOffset before) => new()
    {
        ["count"] = count.ToString(CultureInfo.InvariantCulture),
        [LastKey] = last.Count.ToString(CultureInfo.InvariantCulture),
        [HashKey] = last.Hash,
        ["older_than"] = before.ToString("O", CultureInfo.InvariantCulture),
    };

    /// <summary>Takes a record that holds.</summary>
    public void Take(StoredDocument document, long sequence)
    {
        // Most records are not read for this.
        if (document.Value.Span.IndexOf("\"audit.retention\""u8) < 0
            || AuditChain.Read(document).Event is not { Action: Action, Details: var facts }
            || !long.TryParse(facts.GetValueOrDefault(LastKey), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || last >= sequence)
        {
            return;
        }

        // Two replicas may each have written one.
        Allowed = Math.Max(Allowed, last);
        _contradicted |= last == start.Count && facts.GetValueOrDefault(HashKey) != start.Hash;
    }
}
