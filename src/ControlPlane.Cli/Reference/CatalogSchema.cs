using System.Text.Json.Nodes;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Output;

namespace ControlPlane.Cli.Reference;

/// <summary>The JSON Schema of catalog documents, out of the table that reads them.</summary>
static class CatalogSchema
{
    public static string Write() => new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "Studio Control Plane catalog document",
        ["oneOf"] = new JsonArray([.. CatalogTable.Kinds.Select(k => new JsonObject { ["$ref"] = $"#/$defs/{k.Kind}" })]),
        ["$defs"] = new JsonObject([.. CatalogTable.Kinds.Select(k => KeyValuePair.Create(k.Kind, (JsonNode?)Kind(k)))]),
    }.ToJsonString(JsonText.Readable).ReplaceLineEndings("\n") + "\n";

    static JsonObject Kind(CatalogKind kind)
    {
        var spec = Fields(kind.Fields);
        if (kind.IsNamedByFields)
        {
            spec["oneOf"] = new JsonArray(new JsonObject { ["required"] = new JsonArray("user") }, new JsonObject { ["required"] = new JsonArray("group") });
        }

        var name = Text(kind.NamePattern, kind.NameIs);
        var metadata = Object(
            new JsonObject
            {
                ["name"] = name,
                ["labels"] = new JsonObject { ["type"] = "object", ["description"] = "Free labels for tools and people.", ["additionalProperties"] = Scalar() },
            },
            kind.IsNamedByFields ? [] : ["name"]);
        return Object(
            new JsonObject
            {
                ["apiVersion"] = new JsonObject { ["const"] = "controlplane/v1" },
                ["kind"] = new JsonObject { ["const"] = kind.Kind },
                ["metadata"] = metadata,
                ["spec"] = spec,
            },
            [
                "kind",
                .. kind.IsNamedByFields ? Array.Empty<string>() : ["metadata"],
                .. kind.Fields.Any(f => f.Required) ? ["spec"] : Array.Empty<string>(),
            ]);
    }

    static JsonObject Fields(IReadOnlyList<CatalogField> fields) => Object(
        new JsonObject([.. fields.Select(f => KeyValuePair.Create(f.Yaml, (JsonNode?)Field(f)))]), [.. fields.Where(f => f.Required).Select(f => f.Yaml)]);

    static JsonObject Field(CatalogField field)
    {
        var schema = field.Shape switch
        {
            FieldShape.Flag => new JsonObject { ["type"] = "boolean" },
            FieldShape.Number => Bounded(field),
            FieldShape.Choice => new JsonObject { ["enum"] = new JsonArray([.. field.Choices.Select(c => JsonValue.Create(c.Word))]) },
            FieldShape.Time => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            FieldShape.Length => new JsonObject { ["type"] = new JsonArray("integer", "string"), ["pattern"] = "^([0-9]+|(?=[0-9])([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?)$" },
            FieldShape.TextList or FieldShape.IdList => List(Scalar(), field),
            FieldShape.TextMap => new JsonObject { ["type"] = "object", ["additionalProperties"] = Scalar() },
            FieldShape.Fields => Fields(field.Fields),
            FieldShape.FieldsList => List(Fields(field.Fields), field),
            FieldShape.Settings => new JsonObject { ["type"] = "object" },
            _ => Text(field.Pattern, null),
        };
        schema["description"] = field.Description;
        if (field.Unset is { } unset)
        {
            schema["default"] = field.Shape switch
            {
                FieldShape.Flag => JsonValue.Create(unset == "true"),
                FieldShape.Number => JsonValue.Create(int.Parse(unset, System.Globalization.CultureInfo.InvariantCulture)),
                _ => JsonValue.Create(unset),
            };
        }

        return schema;
    }

    static JsonObject Bounded(CatalogField field)
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = field.Minimum };
        if (field.Maximum < int.MaxValue)
        {
            schema["maximum"] = field.Maximum;
        }

        return schema;
    }

    static JsonObject List(JsonObject items, CatalogField field)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = items };
        if (field.Required)
        {
            schema["minItems"] = 1;
        }

        return schema;
    }

    static JsonObject Object(JsonObject properties, string[] required)
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray([.. required.Select(r => JsonValue.Create(r))]);
        }

        return schema;
    }

    // A name of digits alone is a number to an editor, and text to us.
    static JsonObject Scalar() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    static JsonObject Text(string? pattern, string? description)
    {
        var schema = pattern is null ? Scalar() : new JsonObject { ["type"] = "string", ["pattern"] = pattern };
        if (description is not null)
        {
            schema["description"] = description;
        }

        return schema;
    }
}
