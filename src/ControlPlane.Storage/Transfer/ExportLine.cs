using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ControlPlane.Store;

namespace ControlPlane.Storage.Transfer;

/// <summary>A line of an export, which is JSON: the header, documents in key order, used ids in key order, the trailer.</summary>
abstract record ExportLine
{
    const string Format = "studio-control-plane/store";
    static readonly JsonWriterOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    /// <summary>The first line.</summary>
    /// <param name="Version">The form's version; 1.</param>
    /// <param name="Revision">The store's revision.</param>
    /// <param name="CreateTime">When the export began.</param>
    public sealed record Header(int Version, long Revision, DateTimeOffset CreateTime) : ExportLine
    {
        public const int Known = 1;
    }

    /// <summary>A document.</summary>
    public sealed record Document(StoredDocument Content) : ExportLine;

    /// <summary>A used id.</summary>
    public sealed record Used(ConsumedKey Content) : ExportLine;

    /// <summary>The last line. The hash covers every byte before it.</summary>
    public sealed record Trailer(long Documents, long Consumed, string Sha256) : ExportLine;

    /// <summary>The line with its end.</summary>
    public ReadOnlyMemory<byte> ToUtf8()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, _readable))
        {
            json.WriteStartObject();
            Write(json);
            json.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenMemory;
    }

    /// <exception cref="Exception">It is no line of an export: see <see cref="IsMalformed"/>.</exception>
    public static ExportLine Parse(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line, _strict);
        var root = json.RootElement;
        return root.TryGetProperty("key", out var key)
            ? new Document(new(key.GetString()!, Value(root), root.GetProperty("version").GetInt64(), root.TryGetProperty("expires", out var end) ? Time(end) : null))
            : root.TryGetProperty("consumed", out var used) && used.ValueKind is JsonValueKind.String
                ? new Used(new(used.GetString()!, Time(root.GetProperty("until"))))
                : root.TryGetProperty("sha256", out var hash)
                    ? new Trailer(root.GetProperty("documents").GetInt64(), used.GetInt64(), hash.GetString()!)
                    : root.GetProperty("format").GetString() is Format
                        ? new Header(root.GetProperty("version").GetInt32(), root.GetProperty("revision").GetInt64(), Time(root.GetProperty("createTime")))
                        : throw new FormatException("It is another file.");
    }

    public static bool IsMalformed(Exception e) => e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException;

    void Write(Utf8JsonWriter json)
    {
        switch (this)
        {
            case Header header:
                json.WriteString("format", Format);
                json.WriteNumber("version", header.Version);
                json.WriteNumber("revision", header.Revision);
                json.WriteString("createTime", Text(header.CreateTime));
                break;
            case Document { Content: var document }:
                WriteDocument(json, document);
                break;
            case Used { Content: var used }:
                json.WriteString("consumed", used.Key);
                json.WriteString("until", Text(used.Until));
                break;
            case Trailer trailer:
                json.WriteNumber("documents", trailer.Documents);
                json.WriteNumber("consumed", trailer.Consumed);
                json.WriteString("sha256", trailer.Sha256);
                break;
            default:
                throw new InvalidOperationException($"No form for {GetType().Name}.");
        }
    }

    // As text and not as JSON in JSON, which would not give every byte back.
    static void WriteDocument(Utf8JsonWriter json, StoredDocument document)
    {
        json.WriteString("key", document.Key);
        json.WriteNumber("version", document.Version);
        if (document.ExpiresAt is { } end)
        {
            json.WriteString("expires", Text(end));
        }

        if (Utf8.IsValid(document.Value.Span))
        {
            json.WriteString("text", document.Value.Span);
        }
        else
        {
            json.WriteBase64String("base64", document.Value.Span);
        }
    }

    static byte[] Value(JsonElement line)
        => line.TryGetProperty("text", out var text) ? System.Text.Encoding.UTF8.GetBytes(text.GetString()!) : line.GetProperty("base64").GetBytesFromBase64();

    // All digits: a tick more or less is another time.
    static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    static DateTimeOffset Time(JsonElement text)
        => DateTimeOffset.ParseExact(text.GetString()!, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
