using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using ControlPlane.Store;

namespace ControlPlane.Audit;

/// <summary>The form of the chain's links. A link is <c>{"sequence":n,"previous":"…","hash":"…","event":{…}}</c>; its hash covers the
/// same object without <c>hash</c>, as canonical JSON: members of every object in ordinal order, no white space, text escaped as little
/// as JSON allows. An engine may therefore store the JSON in another layout without breaking the chain.</summary>
static class AuditChain
{
    public const string Prefix = "audit/events/";
    public const string HeadKey = "audit/head";

    /// <summary>Where retention leaves the last record that it removed, in the form of a head.</summary>
    public const string CheckpointKey = "audit/checkpoint";
    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static string Key(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sequence:D20}");

    /// <summary>Makes the next link.</summary>
    public static (StoreWrite Write, AuditHead Head) Link(AuditHead head, AuditEvent entry)
    {
        using var content = JsonSerializer.SerializeToDocument(entry, DocumentJson.Readable.AuditEvent);
        var sequence = head.Count + 1;
        var hash = Hash(sequence, head.Hash, content.RootElement);
        var value = Write(writer =>
        {
            writer.WriteNumber("sequence", sequence);
            writer.WriteString("previous", head.Hash);
            writer.WriteString("hash", hash);
            writer.WritePropertyName("event");
            content.RootElement.WriteTo(writer);
        });
        return (new(Key(sequence), value, ExpectedVersion: 0), new(sequence, hash));
    }

    /// <summary>The sequence that a key names; null when it is none of ours.</summary>
    public static long? SequenceOf(string key)
        => long.TryParse(key.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && key == Key(sequence) ? sequence : null;

    public static StoreWrite WriteHead(string key, AuditHead head, long expectedVersion) => new(
        key,
        Write(writer =>
        {
            writer.WriteNumber("count", head.Count);
            writer.WriteString("hash", head.Hash);
        }),
        expectedVersion);

    /// <summary>Reads the head; throws <see cref="JsonException"/> or the like when it is not one.</summary>
    public static AuditHead ReadHead(StoredDocument document)
    {
        using var json = JsonDocument.Parse(document.Value, Strict);
        return new(json.RootElement.GetProperty("count").GetInt64(), json.RootElement.GetProperty("hash").GetString()!);
    }

    /// <summary>Reads a head or checkpoint that somebody may have changed; an empty one where there is none.</summary>
    /// <returns>Whether it has the form.</returns>
    public static bool TryReadHead(StoredDocument? document, out AuditHead head)
    {
        head = AuditHead.Empty;
        try
        {
            head = document is null ? AuditHead.Empty : ReadHead(document);
            return head.Count >= 0;
        }
        catch (Exception e) when (IsMalformed(e))
        {
            // Whatever it is now, we did not write it so.
            return false;
        }
    }

    public static AuditRecord Read(StoredDocument document)
    {
        using var json = JsonDocument.Parse(document.Value, Strict);
        var root = json.RootElement;
        return new(
            root.GetProperty("sequence").GetInt64(),
            root.GetProperty("previous").GetString()!,
            root.GetProperty("hash").GetString()!,
            root.GetProperty("event").Deserialize(DocumentJson.Readable.AuditEvent) ?? throw new JsonException("There is no event."));
    }

    /// <summary>Reads a record for people, by the place where it lies, whatever was done to it; null when the place is none of ours.</summary>
    public static AuditRecord? ReadAnyhow(StoredDocument document)
    {
        if (SequenceOf(document.Key) is not { } sequence)
        {
            return null;
        }

        try
        {
            return Read(document) with { Sequence = sequence };
        }
        catch (Exception e) when (IsMalformed(e))
        {
            // One that was spoilt must not hide all others. The check of the chain finds it.
            return new(sequence, "", "", new() { Time = DateTimeOffset.MinValue, Action = "audit.unreadable", Outcome = "failed" });
        }
    }

    /// <summary>Holds a document against the link before it.</summary>
    /// <returns>What is wrong with it; null when it holds.</returns>
    public static string? Fault(StoredDocument document, AuditHead before, out AuditHead after)
    {
        after = before;
        var sequence = before.Count + 1;
        if (document.Key != Key(sequence))
        {
            return string.CompareOrdinal(document.Key, Key(sequence)) > 0 ? $"Record {sequence} was removed." : $"'{document.Key}' was inserted.";
        }

        try
        {
            using var json = JsonDocument.Parse(document.Value, Strict);
            var root = json.RootElement;
            if (root.EnumerateObject().Count() != 4 || root.GetProperty("sequence").GetInt64() != sequence)
            {
                return $"Record {sequence} was changed, or moved from another place.";
            }

            if (root.GetProperty("previous").GetString() != before.Hash)
            {
                return $"Record {sequence} does not follow the record before it.";
            }

            var hash = Hash(sequence, before.Hash, root.GetProperty("event"));
            after = new(sequence, hash);
            return root.GetProperty("hash").GetString() == hash ? null : $"Record {sequence} was changed.";
        }
        catch (Exception e) when (IsMalformed(e))
        {
            // Whatever it is now, we did not write it so.
            return $"Record {sequence} was changed: it is no audit record any more.";
        }
    }

    static bool IsMalformed(Exception e)
        => e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException;

    static string Hash(long sequence, string previous, JsonElement entry) => Convert.ToHexStringLower(SHA256.HashData(Write(writer =>
    {
        // In ordinal order, as everything that is canonical.
        writer.WritePropertyName("event");
        WriteCanonical(writer, entry);
        writer.WriteString("previous", previous);
        writer.WriteNumber("sequence", sequence);
    })));

    static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    static void WriteCanonical(Utf8JsonWriter writer, JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            // Events hold objects and text alone. Anything else was put there by others and need only be told apart.
            element.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(member.Name);
            WriteCanonical(writer, member.Value);
        }

        writer.WriteEndObject();
    }
}
