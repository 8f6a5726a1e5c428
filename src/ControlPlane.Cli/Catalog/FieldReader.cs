using System.Globalization;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Cli.Yaml;
using ControlPlane.Client;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace ControlPlane.Cli.Catalog;

/// <summary>Reads fields of YAML into a message of the contract, as the table says.</summary>
static class FieldReader
{
    static readonly string[] _timeForms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static void Read(YamlFields from, IReadOnlyList<CatalogField> fields, IMessage into)
    {
        foreach (var field in fields)
        {
            if (field.Required && !from.Has(field.Yaml))
            {
                from.Wrong(field.Yaml, "It is missing.");
            }
            else if (field.Proto.Length > 0)
            {
                Read(from, field, into);
            }
        }
    }

    static void Read(YamlFields from, CatalogField field, IMessage into)
    {
        var accessor = into.Descriptor.FindFieldByName(field.Proto).Accessor;
        switch (field.Shape)
        {
            case FieldShape.TextList or FieldShape.IdList:
                var texts = (RepeatedField<string>)accessor.GetValue(into);
                texts.AddRange(from.Items(field.Yaml).Select(i => from.Text(i.Node, i.Path)).OfType<string>().Select(t => Named(field, t)));
                AtLeastOne(from, field, texts.Count);
                break;
            case FieldShape.TextMap:
                var map = (MapField<string, string>)accessor.GetValue(into);
                foreach (var (key, value) in from.TextMap(field.Yaml))
                {
                    map[key] = value;
                }

                break;
            case FieldShape.Fields when from.Has(field.Yaml):
                var inner = accessor.Descriptor.MessageType.Parser.ParseFrom(ByteString.Empty);
                Read(from.Below(field.Yaml, [.. field.Fields.Select(f => f.Yaml)]), field.Fields, inner);
                accessor.SetValue(into, inner);
                break;
            case FieldShape.FieldsList:
                ReadList(from, field, into);
                break;
            case FieldShape.Settings when from.Has(field.Yaml):
                accessor.SetValue(into, ReadSettings(from, field));
                break;
            case FieldShape.Fields or FieldShape.Settings:
                break;
            default:
                if ((from.Text(field.Yaml) ?? field.Unset) is { } text && ReadOne(from, field, text) is { } one)
                {
                    accessor.SetValue(into, one);
                }

                break;
        }
    }

    static object? ReadOne(YamlFields from, CatalogField field, string text) => field.Shape switch
    {
        FieldShape.Text or FieldShape.FullName => text,
        FieldShape.Id => Named(field, text),
        FieldShape.Flag => text switch { "true" => true, "false" => false, _ => Noted(from, field, "Write true or false.") },
        FieldShape.Number => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= field.Minimum && number <= field.Maximum
            ? number
            : Noted(from, field, field.Maximum == int.MaxValue ? $"Write a whole number, {field.Minimum} or more." : $"Write a whole number from {field.Minimum} to {field.Maximum}."),
        FieldShape.Choice => field.Choices.Where(c => c.Word.Equals(text, StringComparison.OrdinalIgnoreCase)).Select(c => (object?)c.Number).FirstOrDefault()
            ?? Noted(from, field, $"Write {string.Join(" or ", field.Choices.Select(c => c.Word))}."),
        FieldShape.Time => TryTime(text) is { } time ? Timestamp.FromDateTimeOffset(time)
            : Noted(from, field, "Write a time with its offset, such as 2027-03-31T18:00:00Z."),
        FieldShape.Length => GlobalOptions.TryDuration(text, out var length) && length.TotalSeconds >= field.Minimum && length.TotalSeconds <= field.Maximum
            ? Duration.FromTimeSpan(length)
            : Noted(from, field, $"Write {field.Minimum} to {field.Maximum} seconds, such as {field.Maximum} or {Texts.Length(TimeSpan.FromSeconds(field.Maximum))} or 1h30m."),
        _ => throw new InvalidOperationException($"No reader for {field.Shape}."),
    };

    /// <summary>A moment that is the same on every machine; null for any other text.</summary>
    public static DateTimeOffset? TryTime(string text)
        => (text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-'))
            && DateTimeOffset.TryParseExact(text, _timeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToUniversalTime() : null;

    static void ReadList(YamlFields from, CatalogField field, IMessage into)
    {
        var accessor = into.Descriptor.FindFieldByName(field.Proto).Accessor;
        var list = (System.Collections.IList)accessor.GetValue(into);
        foreach (var (node, path) in from.Items(field.Yaml))
        {
            var item = accessor.Descriptor.MessageType.Parser.ParseFrom(ByteString.Empty);
            Read(new YamlFields(node, from.File, node.Line, path, from.Problems, [.. field.Fields.Select(f => f.Yaml)]), field.Fields, item);
            list.Add(item);
        }

        AtLeastOne(from, field, list.Count);
    }

    static Struct? ReadSettings(YamlFields from, CatalogField field)
    {
        if (from.Node(field.Yaml) is not YamlMap map)
        {
            from.Wrong(field.Yaml, "Write the fields of SageMaker's UserSettings here.");
            return null;
        }

        var before = from.Problems.Count;
        CheckSettings(from, map, from.At(field.Yaml));
        return from.Problems.Count == before ? Struct.Parser.ParseJson(YamlJson.ToJson(map)!.ToJsonString()) : null;
    }

    static void CheckSettings(YamlFields from, YamlNode node, string path)
    {
        switch (node)
        {
            case YamlMap map:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var (key, value) in map.Fields)
                {
                    if (key is not YamlText { Value: { Length: > 0 } name })
                    {
                        from.Problems.Add(from.File, key.Line, path, "A field's name is plain text.");
                        continue;
                    }

                    if (!seen.Add(name))
                    {
                        from.Problems.Add(from.File, key.Line, $"{path}.{name}", "It is there twice: keep one.");
                    }

                    CheckSettings(from, value, $"{path}.{name}");
                }

                break;
            case YamlList list:
                foreach (var (item, i) in list.Items.Select((item, i) => (item, i)))
                {
                    CheckSettings(from, item, $"{path}[{i}]");
                }

                break;
            case YamlText { Tag: { } tag }:
                from.Problems.Add(from.File, node.Line, path, $"The tag {tag} is not taken here: write the value itself.");
                break;
        }
    }

    static void AtLeastOne(YamlFields from, CatalogField field, int count)
    {
        if (field.Required && count == 0 && from.Node(field.Yaml) is YamlList)
        {
            from.Wrong(field.Yaml, "At least one is needed.");
        }
    }

    static string Named(CatalogField field, string id) => field.Prefix.Length == 0 ? id : field.Prefix + ResourceNames.Encode(id);

    static object? Noted(YamlFields from, CatalogField field, string description)
    {
        from.Wrong(field.Yaml, description);
        return null;
    }
}
