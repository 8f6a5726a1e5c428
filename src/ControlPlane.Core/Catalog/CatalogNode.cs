using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ControlPlane.Catalog;

/// <summary>A piece of YAML that knows its line. Unlike YamlDotNet's own tree it keeps keys that are there twice, so that these are
/// reported with everything else.</summary>
/// <param name="Line">Where it begins; 1 for the first line.</param>
abstract record CatalogNode(int Line)
{
    // Far more than any catalog needs, and few enough for the stack.
    const int MaximumDepth = 32;

    /// <summary>Reads every document of a file.</summary>
    /// <exception cref="YamlException">The text is not YAML, or has aliases or is too deep.</exception>
    public static IReadOnlyList<CatalogNode> ReadAll(TextReader text)
    {
        var parser = new Parser(text);
        var documents = new List<CatalogNode>();
        parser.Consume<StreamStart>();
        while (!parser.TryConsume<StreamEnd>(out _))
        {
            parser.Consume<DocumentStart>();
            documents.Add(Read(parser, 0));
            parser.Consume<DocumentEnd>();
        }

        return documents;
    }

    static CatalogNode Read(Parser parser, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new YamlException(parser.Current!.Start, parser.Current.End, $"nested deeper than {MaximumDepth} levels");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new CatalogText(scalar.Value, scalar.Style is ScalarStyle.Plain, Tag(scalar.Tag), (int)scalar.Start.Line);
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<CatalogNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Read(parser, depth + 1));
            }

            return new CatalogList(items, (int)sequence.Start.Line);
        }

        if (parser.TryConsume<MappingStart>(out var mapping))
        {
            var fields = new List<(CatalogNode, CatalogNode)>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                fields.Add((Read(parser, depth + 1), Read(parser, depth + 1)));
            }

            return new CatalogMap(fields, (int)mapping.Start.Line);
        }

        // An alias could make a small file unfold without end.
        throw new YamlException(parser.Current!.Start, parser.Current.End, "aliases (*name) are not taken here: write the value itself");
    }

    static string? Tag(TagName tag) => tag.IsEmpty || tag.IsNonSpecific ? null : tag.Value;
}

/// <summary>A single value.</summary>
/// <param name="Value">Its text.</param>
/// <param name="IsPlain">Whether it stands without quotes, so that <c>true</c>, <c>12</c> and <c>null</c> are not text.</param>
/// <param name="Tag">Its tag, such as <c>!GetAtt</c>; null for none.</param>
/// <param name="Line">Where it begins.</param>
sealed record CatalogText(string Value, bool IsPlain, string? Tag, int Line) : CatalogNode(Line)
{
    /// <summary>Whether it is YAML's null.</summary>
    public bool IsNull => IsPlain && Tag is null && (Value is "" or "null" or "~");
}

/// <summary>A list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Line">Where it begins.</param>
sealed record CatalogList(IReadOnlyList<CatalogNode> Items, int Line) : CatalogNode(Line);

/// <summary>A mapping.</summary>
/// <param name="Fields">Keys and values as they stand.</param>
/// <param name="Line">Where it begins.</param>
sealed record CatalogMap(IReadOnlyList<(CatalogNode Key, CatalogNode Value)> Fields, int Line) : CatalogNode(Line);
