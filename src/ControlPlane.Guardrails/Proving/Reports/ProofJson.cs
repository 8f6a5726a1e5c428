using System.Text.Json.Nodes;

namespace ControlPlane.Guardrails.Proving.Reports;

/// <summary>A proof as JSON.</summary>
public static class ProofJson
{
    /// <summary>All of it: what each book makes of each case, what differs, and of a small proof every decision.</summary>
    public static JsonObject Write(ProofResult proof) => new()
    {
        ["holds"] = proof.Holds,
        ["decisions"] = proof.Asked,
        ["mode"] = proof.Plan.Exhaustive ? "exhaustive" : "sampled",
        ["seats"] = proof.World.Seats.Count,
        ["teams"] = proof.World.Teams.Count,
        ["problems"] = new JsonArray([.. proof.World.Problems.Select(p => JsonValue.Create(p))]),
        ["remarks"] = new JsonArray([.. proof.World.Remarks.Select(r => JsonValue.Create(r))]),
        ["cases"] = new JsonArray([.. proof.Cases.Select(Case)]),
        ["vectors"] = new JsonObject { ["passed"] = proof.Vectors.Count(v => v.Passed), ["failed"] = proof.Vectors.Count(v => !v.Passed) },
        ["printedMistakes"] = new JsonArray([.. PrintedMistake.Of(proof).Select(Mistake)]),
    };

    static JsonObject Case(CaseProof proof) => new()
    {
        ["id"] = proof.Case.Id,
        ["chapter"] = proof.Case.Chapter.ToString(),
        ["title"] = proof.Case.Title,
        ["book"] = proof.Book.Id,
        ["holds"] = proof.Holds,
        ["decisions"] = proof.Asked,
        ["different"] = proof.Different,
        ["decidedBy"] = new JsonArray([.. proof.Reasons.Select(r => new JsonObject { ["reason"] = r.Reason, ["count"] = r.Count })]),
        ["differences"] = new JsonArray([.. proof.Differences.Select(Cell)]),
        ["cells"] = new JsonArray([.. proof.Cells.Select(Cell)]),
    };

    static JsonObject Cell(ProofCell cell) => new()
    {
        ["asking"] = Seat(cell.Asking),
        ["target"] = Seat(cell.Target),
        ["action"] = cell.Action,
        ["resource"] = cell.Resource,
        ["expected"] = cell.Expected ? "allow" : "deny",
        ["decided"] = cell.Decision.IsAllowed ? "allow" : "deny",
        ["reason"] = cell.Decision.Reason,
    };

    static string Seat(Seat seat) => $"{seat.Profile} in {seat.Domain} of {seat.Account}";

    static JsonObject Mistake(PrintedMistake mistake) => new()
    {
        ["printed"] = mistake.Printed,
        ["guardrail"] = mistake.Guardrail,
        ["case"] = mistake.Case,
        ["action"] = mistake.Action,
        ["asPrinted"] = mistake.AsPrinted,
        ["asShipped"] = mistake.AsShipped,
        ["closed"] = mistake.Closed,
    };
}
