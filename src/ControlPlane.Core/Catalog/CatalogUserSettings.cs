using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ControlPlane.Catalog;

/// <summary>Turns the YAML of <c>userSettings</c> into the JSON that SageMaker takes.</summary>
static class CatalogUserSettings
{
    const string Field = "userSettings";

    public static string Read(CatalogFields spec, CatalogProblems problems)
    {
        if (spec.Node(Field) is not { } node)
        {
            return "{}";
        }

        if (node is not CatalogMap map)
        {
            spec.Wrong(Field, "Write the fields of SageMaker's UserSettings here.");
            return "{}";
        }

        if (map.Fields.Any(f => f.Key is CatalogText { Value: var name } && name.Equals("ExecutionRole", StringComparison.OrdinalIgnoreCase)))
        {
            spec.Wrong(Field, "ExecutionRole has a place of its own: write it as spec.executionRole.");
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Write(writer, map, spec.At(Field), problems);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void Write(Utf8JsonWriter writer, CatalogNode node, string path, CatalogProblems problems)
    {
        switch (node)
        {
            case CatalogMap map:
                WriteMap(writer, map, path, problems);
                break;
            case CatalogList list:
                writer.WriteStartArray();
                for (var i = 0; i < list.Items.Count; i++)
                {
                    Write(writer, list.Items[i], $"{path}[{i}]", problems);
                }

                writer.WriteEndArray();
                break;
            case CatalogText text:
                WriteText(writer, text, path, problems);
                break;
        }
    }

    static void WriteMap(Utf8JsonWriter writer, CatalogMap map, string path, CatalogProblems problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var (key, value) in map.Fields)
        {
            if (key is not CatalogText { Value: { Length: > 0 } name })
            {
                problems.Add(key.Line, path, "A field's name is plain text.");
            }
            else if (!seen.Add(name))
            {
                problems.Add(key.Line, $"{path}.{name}", "It is there twice: keep one.");
            }
            else
            {
                writer.WritePropertyName(name);
                Write(writer, value, $"{path}.{name}", problems);
            }
        }

        writer.WriteEndObject();
    }

    static void WriteText(Utf8JsonWriter writer, CatalogText text, string path, CatalogProblems problems)
    {
        if (text.Tag is not null)
        {
            problems.Add(text.Line, path, $"The tag {text.Tag} is not taken here: write the value itself.");
        }

        if (text.IsNull)
        {
            writer.WriteNullValue();
        }
        else if (text is { IsPlain: true, Value: "true" or "false" })
        {
            writer.WriteBooleanValue(text.Value == "true");
        }
        else if (text.IsPlain && long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && $"{number}" == text.Value)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(text.Value);
        }
    }
}
