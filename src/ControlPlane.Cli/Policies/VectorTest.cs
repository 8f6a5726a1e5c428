using System.Text.Json.Nodes;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using ControlPlane.Guardrails.Policies;
using ControlPlane.Guardrails.Vectors;

namespace ControlPlane.Cli.Policies;

/// <summary>Runs a file of vectors over a folder of policies.</summary>
sealed class VectorTest(string folder, string file)
{
    readonly PolicyFiles _files = new();
    readonly Dictionary<(string Path, string Text, PolicyKind Kind), Policy?> _read = [];

    /// <summary>Every expectation, decided.</summary>
    /// <exception cref="CliException">The file or a policy is wrong.</exception>
    public IReadOnlyList<VectorResult> Run(Printer printer)
    {
        if (!Directory.Exists(folder))
        {
            throw CliException.Usage($"There is no folder '{folder}'.");
        }

        var reading = VectorFile.Read(PolicyFiles.Text(file));
        foreach (var finding in reading.Findings.Where(f => f.Severity is FindingSeverity.Warning))
        {
            printer.Warn($"{file} {finding}");
        }

        if (reading.Errors.Any())
        {
            throw new CliException(ExitCodes.Usage, "VECTORS_INVALID", $"'{file}' is no file of vectors.")
            {
                Violations = [.. reading.Errors.Select(f => new ControlPlaneViolation($"{file} {f.Path}", f.Message))],
                Fix = "Nothing was decided. Correct it and run it again.",
            };
        }

        var asked = (from vector in reading.Vectors
                     from expectation in vector.Expectations
                     select (Vector: vector, expectation.Form, expectation.Expected, Policy: PolicyOf(vector, expectation.Form))).ToList();
        _files.ThrowIfAny();
        return [.. asked.Select(a => VectorRun.Run(a.Vector, a.Form, a.Expected, a.Policy!))];
    }

    /// <summary>Tells the failures and how many passed.</summary>
    public static void Report(Printer printer, IReadOnlyList<VectorResult> results)
    {
        var failed = results.Where(r => !r.Passed).ToList();
        if (printer.Format is OutputFormat.Json or OutputFormat.Yaml)
        {
            printer.Document(new JsonObject
            {
                ["passed"] = results.Count - failed.Count,
                ["failed"] = failed.Count,
                ["failures"] = new JsonArray([.. failed.Select(Json)]),
            });
            return;
        }

        foreach (var result in failed)
        {
            var (vector, decision) = (result.Vector, result.Explanation.Decision);
            printer.Line($"FAILED {vector.Policy} {PolicyWords.Of(result.Form)}: {vector.Case}");
            printer.Line($"  {vector.Request.Action} on {vector.Request.Resource}: expected {PolicyWords.Of(result.Expected)}, decided {PolicyWords.Of(decision.Outcome)}. {decision.Reason}");
            foreach (var line in ExplanationReport.Lines(result.Explanation))
            {
                printer.Line($"  {line}");
            }
        }

        printer.Line($"{results.Count - failed.Count} passed, {failed.Count} failed");
    }

    static JsonObject Json(VectorResult result)
    {
        var json = ExplanationReport.Json(result.Explanation);
        json.Insert(0, "policy", result.Vector.Policy);
        json.Insert(1, "form", PolicyWords.Of(result.Form));
        json.Insert(2, "case", result.Vector.Case);
        json.Insert(3, "expected", PolicyWords.Of(result.Expected));
        return json;
    }

    Policy? PolicyOf(PolicyVector vector, PolicyForm form)
    {
        var path = Path.Combine(folder, $"{vector.Policy}.{PolicyWords.Of(form)}.json");
        var text = PolicyFiles.Text(path);
        if (form is PolicyForm.Seed)
        {
            // Longer placeholders first: one may begin another.
            foreach (var (placeholder, value) in vector.SeedSubstitutions.OrderByDescending(s => s.Key.Length))
            {
                text = text.Replace(placeholder, value, StringComparison.Ordinal);
            }
        }

        var kind = VectorRun.KindOf(form is PolicyForm.Seed ? vector.SeedRole : vector.FixedRole);
        if (!_read.TryGetValue((path, text, kind), out var policy))
        {
            _read[(path, text, kind)] = policy = _files.Read(Path.GetFileName(path), text, kind);
        }

        return policy;
    }
}
