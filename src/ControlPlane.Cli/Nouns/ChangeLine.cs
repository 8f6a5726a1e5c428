using System.Text.Json;
using System.Text.Json.Nodes;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using Google.Protobuf;

namespace ControlPlane.Cli.Nouns;

/// <summary>A change as one line.</summary>
static class ChangeLine
{
    /// <summary>The line; null for what is nothing to a reader.</summary>
    public static string? Of<T>(Change<T> change, Noun<T> noun, Resources<T> set, OutputFormat format)
        where T : class, IMessage
    {
        if (format is OutputFormat.Json or OutputFormat.Yaml)
        {
            // A line of JSON each: it is a YAML document as well.
            return new JsonObject
            {
                ["type"] = Texts.Word(change.Kind),
                ["resource"] = change.Resource is { } found ? JsonText.Of(found) : null,
                ["resumeToken"] = change.ResumeToken,
            }.ToJsonString(new JsonSerializerOptions(JsonText.Readable) { WriteIndented = false });
        }

        if (change.Resource is not { } resource)
        {
            return change.Kind is ChangeKind.Restarted ? "restarted: everything is told anew" : null;
        }

        return format is OutputFormat.Name ? set.NameOf(resource)
            : change.Kind is ChangeKind.Deleted ? $"{Texts.Word(change.Kind),-8}  {set.NameOf(resource)}"
            : $"{Texts.Word(change.Kind),-8}  {string.Join("  ", noun.Columns.Select(c => c.Text(resource)).Where(t => t.Length > 0))}";
    }
}
