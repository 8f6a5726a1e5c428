using System.Text.Json.Nodes;
using ControlPlane.Cli.Output;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Cli.Policies;

/// <summary>Tells of guardrails.</summary>
static class GuardrailReport
{
    static readonly Column<(string Name, string Value)>[] _facts = [new("", f => f.Name), new("", f => f.Value)];

    public static IReadOnlyList<Column<Guardrail>> Columns(GuardrailParameters parameters) =>
    [
        new("ID", g => g.Id), new("KIND", g => KindNames.Of(g.Kind)), new("SIZE", g => Size(g, parameters)), new("TITLE", g => g.Title),
    ];

    /// <summary>The characters of a document and how many it may have.</summary>
    public static string Size(Guardrail guardrail, GuardrailParameters parameters)
        => $"{guardrail.ToPolicy(parameters).Size} of {PolicyLimits.Of(guardrail.Kind).Usual}";

    public static void Show(Printer printer, Guardrail guardrail, GuardrailParameters parameters)
    {
        List<(string, string)> facts =
        [
            ("id", guardrail.Id), ("title", guardrail.Title), ("kind", KindNames.Of(guardrail.Kind)), ("purpose", guardrail.Purpose), ("attach to", guardrail.AttachTo),
            ("size", $"{Size(guardrail, parameters)} characters"),
            .. guardrail.Limits.Select(l => ("limit", l)),
            .. guardrail.Sources.Select(s => ("source", $"{s.Document}: {s.Section}{(s.Printed is null ? "" : $" ({s.Printed})")}")),
            .. guardrail.Parameters.Select(p => ("parameter", $"{p.Name}={string.Join(',', parameters[p.Name])}")),
            ("vectors", $"{Vectors(guardrail)}"),
        ];
        printer.Table(facts, _facts);
        printer.Line("");
        printer.Line(guardrail.Render(parameters).ToJsonString(JsonText.Readable));
    }

    public static JsonObject Json(Guardrail guardrail, GuardrailParameters parameters) => new()
    {
        ["id"] = guardrail.Id,
        ["title"] = guardrail.Title,
        ["kind"] = KindNames.Of(guardrail.Kind),
        ["purpose"] = guardrail.Purpose,
        ["attachTo"] = guardrail.AttachTo,
        ["size"] = guardrail.ToPolicy(parameters).Size,
        ["sizeLimit"] = PolicyLimits.Of(guardrail.Kind).Usual,
        ["limits"] = new JsonArray([.. guardrail.Limits.Select(l => JsonValue.Create(l))]),
        ["sources"] = new JsonArray([.. guardrail.Sources.Select(s => new JsonObject { ["document"] = s.Document, ["section"] = s.Section, ["printed"] = s.Printed })]),
        ["parameters"] = new JsonObject(guardrail.Parameters.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)new JsonArray([.. parameters[p.Name].Select(v => JsonValue.Create(v))])))),
        ["vectors"] = Vectors(guardrail),
        ["policy"] = guardrail.Render(parameters),
    };

    public static int Vectors(Guardrail guardrail)
        => GuardrailCatalogue.ReadVectors(GuardrailParameters.Default).Where(v => GuardrailCatalogue.SubjectOf(v).Guardrail == guardrail).Sum(v => v.Expectations.Count());
}
