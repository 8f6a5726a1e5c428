using System.Globalization;
using System.Text;
using ControlPlane.Audit;
using Google.Protobuf;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>Writes audit events as lines.</summary>
static class AuditExport
{
    static readonly JsonFormatter _json = new(JsonFormatter.Settings.Default);

    static readonly (string Name, Func<Wire.AuditEvent, string> Of)[] _columns =
    [
        ("name", e => e.Name),
        ("time", e => e.Time.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)),
        ("action", e => e.Action),
        ("outcome", e => e.Outcome),
        ("reason", e => e.Reason),
        ("actor", e => e.Actor),
        ("user", e => e.User),
        ("team", e => e.Team),
        ("identity_provider", e => e.IdentityProvider),
        ("resource", e => e.Resource),
        ("sign_in", e => e.SignIn),
        ("trace_id", e => e.TraceId),
        ("address", e => e.Address),
        ("facts", e => e.Facts.Count == 0 ? "" : System.Text.Json.JsonSerializer.Serialize(e.Facts.ToDictionary())),
        ("before", e => e.Before),
        ("after", e => e.After),
        ("hash", e => e.Hash),
        ("previous_hash", e => e.PreviousHash),
    ];

    /// <summary>The media type of a format.</summary>
    public static string ContentType(Wire.ExportAuditEventsRequest.Types.Format format)
        => format is Wire.ExportAuditEventsRequest.Types.Format.Csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";

    /// <summary>The line before the first event; empty when the format has none.</summary>
    public static string Header(Wire.ExportAuditEventsRequest.Types.Format format)
        => format is Wire.ExportAuditEventsRequest.Types.Format.Csv ? Row(_columns.Select(c => c.Name)) : "";

    /// <summary>An event's line.</summary>
    public static string Line(AuditRecord record, Wire.ExportAuditEventsRequest.Types.Format format)
    {
        var wire = record.ToWire();
        return format is Wire.ExportAuditEventsRequest.Types.Format.Csv ? Row(_columns.Select(c => c.Of(wire))) : _json.Format(wire) + "\n";
    }

    // RFC 4180, sections 2.1 to 2.7.
    static string Row(IEnumerable<string> cells) => new StringBuilder().AppendJoin(',', cells.Select(Cell)).Append("\r\n").ToString();

    static string Cell(string text)
    {
        // Spreadsheets would run it (OWASP, "CSV Injection"). What others wrote, such as a user's id, must not.
        var inert = text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? $"'{text}" : text;
        return inert.AsSpan().IndexOfAny("\",\r\n") < 0 ? inert : $"\"{inert.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
