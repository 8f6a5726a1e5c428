using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlPlane.ExecutionRoles;

/// <summary>Tells two JSON documents apart, for people.</summary>
static class DocumentDiff
{
    // Longer ones are told by their length: a plan must fit the store, and nobody reads them.
    const int Longest = 8 * 1024;
    const int MostLines = 1000;

    static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether two documents say the same: the order of names and white space make no difference.</summary>
    public static bool AreSame(string before, string after) => before == after || JsonNode.DeepEquals(Parse(before), Parse(after));

    /// <summary>The lines that go, with a minus, and those that come, with a plus; each with the line before it that stays.</summary>
    public static string Of(string before, string after)
    {
        var (old, fresh) = (Lines(before), Lines(after));
        if (old.Length > MostLines || fresh.Length > MostLines)
        {
            return TooLong(old.Length, fresh.Length);
        }

        var text = string.Join('\n', Told(old, fresh));
        return text.Length > Longest ? TooLong(old.Length, fresh.Length) : text;
    }

    static string TooLong(int before, int after) => $"{before} lines become {after}: too much to show.";

    static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            // Whoever wrote it by hand: then it is a text that differs.
            return JsonValue.Create(json);
        }
    }

    static string[] Lines(string json) => (Parse(json)?.ToJsonString(_indented) ?? "null").ReplaceLineEndings("\n").Split('\n');

    static IEnumerable<string> Told(string[] old, string[] fresh)
    {
        var common = Common(old, fresh);
        var (i, j) = (0, 0);
        string? stays = null;
        while (i < old.Length || j < fresh.Length)
        {
            if (i < old.Length && j < fresh.Length && old[i] == fresh[j])
            {
                stays = $"  {old[i]}";
                (i, j) = (i + 1, j + 1);
                continue;
            }

            if (stays is not null)
            {
                yield return stays;
                stays = null;
            }

            yield return j == fresh.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]) ? $"- {old[i++]}" : $"+ {fresh[j++]}";
        }
    }

    // The length of the longest common rest from each pair of lines on.
    static int[,] Common(string[] old, string[] fresh)
    {
        var common = new int[old.Length + 1, fresh.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = fresh.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == fresh[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
