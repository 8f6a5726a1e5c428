using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ControlPlane.Cli.Yaml;

/// <summary>Writes nodes as YAML: the same nodes always make the same text.</summary>
static partial class YamlWriter
{
    /// <summary>Writes documents, divided by <c>---</c>.</summary>
    public static string Write(IReadOnlyList<YamlNode> documents)
    {
        using var text = new StringWriter { NewLine = "\n" };
        Write(documents, text);
        return text.ToString();
    }

    public static void Write(IEnumerable<YamlNode> documents, TextWriter writer)
    {
        var first = true;
        foreach (var document in documents)
        {
            if (!first)
            {
                writer.Write("---\n");
            }

            first = false;
            using var text = new StringWriter { NewLine = "\n" };
            var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
            emitter.Emit(new StreamStart());
            emitter.Emit(new DocumentStart(null, null, isImplicit: true));
            Emit(emitter, document);
            emitter.Emit(new DocumentEnd(isImplicit: true));
            emitter.Emit(new StreamEnd());
            writer.Write(text.ToString().TrimEnd() + "\n");
        }
    }

    static void Emit(Emitter emitter, YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, map.Fields.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map.Fields)
                {
                    Emit(emitter, key);
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case YamlList list:
                // Short lists of words read best on one line.
                var flow = list.Items.All(i => i is YamlText) && list.Items.Sum(i => ((YamlText)i).Value.Length + 2) < 100;
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, flow ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list.Items)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case YamlText text:
                var style = text.IsPlain || IsSafe(text.Value) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text.Value, style, isPlainImplicit: true, isQuotedImplicit: true));
                break;
        }
    }

    // Only what every YAML reader takes for text stands without quotes.
    static bool IsSafe(string text) => Safe().IsMatch(text) && !Other().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z/](?:[A-Za-z0-9 _./@+=:-]*[A-Za-z0-9_./@+=-])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Safe();

    // Words with a meaning of their own, and what looks like 'key: value' or a comment.
    [GeneratedRegex(@"^(?:true|false|yes|no|on|off|null|nan|inf|y|n)\z|:\s|:\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Other();
}
