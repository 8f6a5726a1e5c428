using System.Globalization;
using ControlPlane.Cli.Output;
using ControlPlane.Cli.Yaml;
using ControlPlane.Client;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace ControlPlane.Cli.Catalog;

/// <summary>Writes fields of a message as YAML, as the table says. The same values always make the same nodes.</summary>
static class FieldWriter
{
    /// <summary>The fields that have a value other than the one that a missing field stands for.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Write(IMessage from, IReadOnlyList<CatalogField> fields)
        => fields.Select(f => (f.Yaml, Value: Write(from, f))).Where(f => f.Value is not null).Select(f => (f.Yaml, f.Value!));

    /// <summary>A field's value; null when it is as good as missing.</summary>
    public static YamlNode? Write(IMessage from, CatalogField field)
    {
        if (field.Proto.Length == 0)
        {
            return null;
        }

        var accessor = from.Descriptor.FindFieldByName(field.Proto).Accessor;
        var value = accessor.GetValue(from);
        return field.Shape switch
        {
            FieldShape.TextList or FieldShape.IdList => WriteTexts((RepeatedField<string>)value, field),
            FieldShape.TextMap => (MapField<string, string>)value is { Count: > 0 } map
                ? YamlMap.Of(map.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, (YamlNode)YamlText.Of(m.Value))))
                : null,
            FieldShape.Fields => value is IMessage inner && Write(inner, field.Fields).ToList() is { Count: > 0 } below ? YamlMap.Of(below) : null,
            FieldShape.FieldsList => ((System.Collections.IList)value).Cast<IMessage>().Select(i => (YamlNode)YamlMap.Of(Write(i, field.Fields))).ToList() is { Count: > 0 } items
                ? new YamlList(items, 0)
                : null,
            FieldShape.Settings => value is Struct { Fields.Count: > 0 } settings ? Sorted(YamlJson.ToYaml(JsonText.Of(settings))) : null,
            _ => WriteOne(value, accessor.HasPresence() && !accessor.HasValue(from), field),
        };
    }

    static YamlText? WriteOne(object? value, bool missing, CatalogField field)
    {
        var (text, plain) = value switch
        {
            _ when missing => (field.Unset ?? "", true),
            null => ("", true),
            string s when field.Shape is FieldShape.Id => (ResourceNames.Decode(s.StartsWith(field.Prefix, StringComparison.Ordinal) ? s[field.Prefix.Length..] : s), false),
            string s => (s, false),
            bool flag => (flag ? "true" : "false", true),
            int number => (number.ToString(CultureInfo.InvariantCulture), true),
            Timestamp time => (time.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture), true),
            Duration length => (Texts.Length(length), true),
            // An enum's zero is what a missing field stands for.
            System.Enum choice => (field.Choices.FirstOrDefault(c => c.Number == Convert.ToInt32(choice, CultureInfo.InvariantCulture)).Word ?? field.Unset ?? "", true),
            _ => throw new InvalidOperationException($"No writer for {value.GetType().Name}."),
        };
        return text.Length == 0 || text == field.Unset ? null : plain ? YamlText.Plain(text) : YamlText.Of(text);
    }

    static YamlList? WriteTexts(RepeatedField<string> texts, CatalogField field) => texts.Count == 0 ? null : new YamlList(
        [.. texts.Select(t => field.Prefix.Length > 0 && t.StartsWith(field.Prefix, StringComparison.Ordinal) ? ResourceNames.Decode(t[field.Prefix.Length..]) : t)
            .Order(StringComparer.Ordinal).Select(YamlText.Of)], 0);

    static YamlNode Sorted(YamlNode node) => node switch
    {
        YamlMap map => map with { Fields = [.. map.Fields.OrderBy(f => ((YamlText)f.Key).Value, StringComparer.Ordinal).Select(f => (f.Key, Sorted(f.Value)))] },
        YamlList list => list with { Items = [.. list.Items.Select(Sorted)] },
        _ => node,
    };

    static bool HasPresence(this IFieldAccessor accessor) => accessor.Descriptor is { HasPresence: true, FieldType: not FieldType.Message };
}
