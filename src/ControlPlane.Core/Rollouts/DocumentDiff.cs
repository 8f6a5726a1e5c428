using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace ControlPlane.Rollouts;

/// <summary>What differs between two policies, line by line.</summary>
static class DocumentDiff
{
    // Lines around a change that help to find the place.
    const int Context = 2;

    static readonly JsonSerializerOptions _lines = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines that go with <c>-</c> before them, those that come with <c>+</c>, and a few around.</summary>
    public static string Of(string? before, string after)
    {
        var lines = InlineDiffBuilder.Diff(Pretty(before), Pretty(after)).Lines;
        var shown = new HashSet<int>(lines.SelectMany((line, i) => line.Type is ChangeType.Unchanged ? [] : Enumerable.Range(i - Context, (2 * Context) + 1)));
        return string.Join('\n', lines.Select((line, i) => (line, i)).Where(l => shown.Contains(l.i)).Select(l => l.line.Type switch
        {
            ChangeType.Inserted => $"+ {l.line.Text}",
            ChangeType.Deleted => $"- {l.line.Text}",
            _ => $"  {l.line.Text}",
        }));
    }

    static string Pretty(string? json) => json is null ? "" : JsonNode.Parse(json)!.ToJsonString(_lines);
}
