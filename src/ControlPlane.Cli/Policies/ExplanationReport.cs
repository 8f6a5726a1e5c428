using System.Text.Json.Nodes;
using ControlPlane.Cli.Output;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Cli.Policies;

/// <summary>Shows a decision with everything that led to it.</summary>
static class ExplanationReport
{
    static readonly Column<(string Name, string Value)>[] _facts = [new("", f => f.Name), new("", f => f.Value)];

    static readonly Column<LayerExplanation>[] _layers =
        [new("KIND", l => KindNames.Of(l.Kind)), new("LEVEL", l => l.Level), new("OUTCOME", l => PolicyWords.Of(l.Outcome)), new("STATEMENTS", l => $"{l.Statements.Count(s => s.Matched)} of {l.Statements.Count} match")];

    static readonly Column<StatementExplanation>[] _statements =
    [
        new("POLICY", s => s.Statement.Policy.Name), new("STATEMENT", s => s.Statement.Statement.Title), new("EFFECT", s => $"{s.Statement.Statement.Effect}"),
        new("MATCHES", s => s.Matched ? "yes" : "no"), new("WHY NOT", WhyNot),
    ];

    public static void Table(Printer printer, Explanation explanation)
    {
        printer.Table<(string, string)>(
            [("decision", PolicyWords.Of(explanation.Decision.Outcome)), ("decided by", explanation.Decision.Statement?.ToString() ?? "no statement"), ("reason", explanation.Decision.Reason)], _facts);
        printer.Line("");
        printer.Table(explanation.Layers, _layers);
        printer.Line("");
        printer.Table([.. explanation.Layers.SelectMany(l => l.Statements)], _statements);
    }

    /// <summary>The statements that did not match, a line each.</summary>
    public static IEnumerable<string> Lines(Explanation explanation)
        => explanation.Layers.SelectMany(l => l.Statements).Select(s => s.Matched
            ? $"{s.Statement} ({s.Statement.Statement.Effect}) matches"
            : $"{s.Statement} ({s.Statement.Statement.Effect}) does not match: {WhyNot(s)}");

    public static JsonObject Json(Explanation explanation) => new()
    {
        ["decision"] = PolicyWords.Of(explanation.Decision.Outcome),
        ["kind"] = KindNames.Of(explanation.Decision.Kind),
        ["level"] = explanation.Decision.Level,
        ["statement"] = explanation.Decision.Statement?.ToString(),
        ["reason"] = explanation.Decision.Reason,
        ["layers"] = new JsonArray([.. explanation.Layers.Select(Json)]),
    };

    static string WhyNot(StatementExplanation statement) => string.Join("; ", statement.Misses.Select(m => $"{m.Element}: {m.Reason}"));

    static JsonObject Json(LayerExplanation layer) => new()
    {
        ["kind"] = KindNames.Of(layer.Kind),
        ["level"] = layer.Level,
        ["outcome"] = PolicyWords.Of(layer.Outcome),
        ["statements"] = new JsonArray([.. layer.Statements.Select(Json)]),
    };

    static JsonObject Json(StatementExplanation statement) => new()
    {
        ["policy"] = statement.Statement.Policy.Name,
        ["statement"] = statement.Statement.Statement.Title,
        ["effect"] = $"{statement.Statement.Statement.Effect}",
        ["matches"] = statement.Matched,
        ["misses"] = new JsonArray([.. statement.Misses.Select(m => new JsonObject { ["element"] = m.Element, ["reason"] = m.Reason })]),
    };
}
