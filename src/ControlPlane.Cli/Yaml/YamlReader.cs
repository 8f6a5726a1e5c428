using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ControlPlane.Cli.Yaml;

/// <summary>Reads YAML into nodes.</summary>
static class YamlReader
{
    // Far more than any document needs, and few enough for the stack.
    const int MaximumDepth = 32;

    /// <summary>Reads every document, one after the other; empty ones are left out.</summary>
    /// <exception cref="YamlException">The text is not YAML, or has aliases or is too deep.</exception>
    public static IEnumerable<YamlNode> ReadAll(TextReader text)
    {
        var parser = new Parser(text);
        parser.Consume<StreamStart>();
        while (!parser.TryConsume<StreamEnd>(out _))
        {
            parser.Consume<DocumentStart>();
            var node = Read(parser, 0);
            parser.Consume<DocumentEnd>();
            if (node is not YamlText { IsNull: true })
            {
                yield return node;
            }
        }
    }

    static YamlNode Read(Parser parser, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new YamlException(parser.Current!.Start, parser.Current.End, $"nested deeper than {MaximumDepth} levels");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new YamlText(scalar.Value, scalar.Style is ScalarStyle.Plain, Tag(scalar.Tag), (int)scalar.Start.Line);
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Read(parser, depth + 1));
            }

            return new YamlList(items, (int)sequence.Start.Line);
        }

        if (parser.TryConsume<MappingStart>(out var mapping))
        {
            var fields = new List<(YamlNode, YamlNode)>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                fields.Add((Read(parser, depth + 1), Read(parser, depth + 1)));
            }

            return new YamlMap(fields, (int)mapping.Start.Line);
        }

        // An alias could make a small file unfold without end.
        throw new YamlException(parser.Current!.Start, parser.Current.End, "aliases (*name) are not taken here: write the value itself");
    }

    static string? Tag(TagName tag) => tag.IsEmpty || tag.IsNonSpecific ? null : tag.Value;
}
