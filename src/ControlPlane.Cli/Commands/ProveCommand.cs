using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Cli.Policies;
using ControlPlane.Guardrails.Proving;
using ControlPlane.Guardrails.Proving.Reports;

namespace ControlPlane.Cli.Commands;

/// <summary>Proves that the guardrails isolate the people and teams of a catalog.</summary>
static class ProveCommand
{
    static readonly Option<string[]> s_files = new("--file", "-f")
    {
        Description = "The catalog: a file, a folder, or '-' for the standard input. Repeatable. Without it the server's catalog is read.",
        HelpName = "FILE",
    };

    static readonly Option<bool> s_printed = new("--as-printed") { Description = "Ask the policies that the guides print, with their mistakes." };
    static readonly Option<bool> s_shipped = new("--as-shipped") { Description = "Ask the guardrails that ship. So it is unless told otherwise." };
    static readonly Option<bool> s_compare = new("--compare") { Description = "Ask both and show which holes are closed. The shipped ones decide the exit code." };
    static readonly Option<bool> s_together = new("--together") { Description = "Prove it as if all teams shared one account and one domain, where no border of AWS's own helps." };
    static readonly Option<string> s_teams = Teams();
    static readonly Option<int> s_sample = Number("--sample", "How many pairs of people in different teams a sample has; 2000 unless given.", 2000);
    static readonly Option<int> s_seed = Number("--seed", "Which sample: the same number asks the same pairs.", 0);
    static readonly Option<string?> s_html = new("--html") { Description = "Write the report as a page of its own.", HelpName = "FILE" };
    static readonly Option<string?> s_json = new("--json") { Description = "Write everything as JSON.", HelpName = "FILE" };

    static readonly Column<CaseProof>[] s_columns =
    [
        new("CASE", c => c.Case.Id), new("POLICIES", c => c.Book.Id), new("DECISIONS", c => Texts(c.Asked)), new("WRONG", c => Texts(c.Different)), new("HOLDS", c => c.Holds ? "yes" : "NO"),
        new("WHAT MUST BE", c => c.Case.Chapter is ProofChapter.Bypasses ? $"refused: {c.Case.Title}" : c.Case.Title),
    ];

    public static Command Of(Verbs verbs) => verbs.Of(
        "prove",
        "Prove that only A1 opens A1's Studio, that team B does not see team A's things and that A2 does not change A1's, with the known ways around. Ends with code 1 when it does not hold.",
        async (run, ct) =>
        {
            if (((bool[])[run.Get(s_printed), run.Get(s_shipped), run.Get(s_compare)]).Count(given => given) > 1)
            {
                throw CliException.Usage("Give one of --as-printed, --as-shipped and --compare.");
            }

            var parameters = ParameterOptions.Read(run);
            var world = run.Get(s_files) is { Length: > 0 } files ? ProofWorlds.Of(CatalogFiles.Read(files, run.Host.In)) : await ProofWorlds.ReadAsync(run.Client, ct);
            world = run.Get(s_together) ? world.Together() : world;
            var plan = new ProofPlan(run.Get(s_teams) is "exhaustive") { Sample = run.Get(s_sample), Seed = (ulong)run.Get(s_seed) };
            var books = Prover.Books(world, parameters, shipped: !run.Get(s_printed), printed: run.Get(s_printed) || run.Get(s_compare));
            var watch = Stopwatch.StartNew();
            var proof = Prover.Prove(world, plan, books, parameters, ct);
            run.Printer.Say(string.Create(CultureInfo.InvariantCulture, $"{proof.Asked:N0} decisions in {watch.Elapsed.TotalSeconds:N1} seconds."));
            await WriteAsync(run.Get(s_html), () => ProofHtml.Write(proof), ct);
            await WriteAsync(run.Get(s_json), () => ProofJson.Write(proof).ToJsonString(JsonText.Readable) + "\n", ct);
            Show(run.Printer, proof);
            return proof.Holds ? ExitCodes.Ok : ExitCodes.Failure;
        },
        s_files, s_printed, s_shipped, s_compare, s_together, s_teams, s_sample, s_seed, s_html, s_json, ParameterOptions.Param);

    static void Show(Printer printer, ProofResult proof)
    {
        foreach (var remark in proof.World.Remarks)
        {
            printer.Warn(remark);
        }

        if (printer.Format is OutputFormat.Json or OutputFormat.Yaml)
        {
            printer.Document(ProofJson.Write(proof));
            return;
        }

        printer.Table([.. proof.Cases], s_columns);
        foreach (var cell in (proof.Shipped.Any() ? proof.Shipped : proof.Cases).SelectMany(c => c.Differences.Take(3).Select(d => (c.Case, Cell: d))))
        {
            printer.Line($"WRONG {cell.Case.Id}: {cell.Cell.Asking.Label} → {cell.Cell.Target.Label}: {cell.Cell.Action} on {cell.Cell.Resource} must be {(cell.Cell.Expected ? "allowed" : "denied")}. {cell.Cell.Decision.Reason}");
        }

        foreach (var problem in proof.World.Problems)
        {
            printer.Line($"WRONG {problem}");
        }

        Vectors(printer, proof);
        if (proof.Shipped.Any() && proof.Printed.Any())
        {
            var broken = proof.Printed.Where(c => !c.Holds).Select(c => c.Case).Distinct().ToList();
            var mistakes = PrintedMistake.Of(proof).ToList();
            printer.Line($"Of the printed policies' holes {broken.Count(b => proof.Shipped.Single(s => s.Case == b).Holds)} of {broken.Count} cases and {mistakes.Count(m => m.Closed == true)} of {mistakes.Count} requests are closed.");
        }

        printer.Line(proof.Holds ? "It holds." : "It does not hold.");
    }

    static void Vectors(Printer printer, ProofResult proof)
    {
        foreach (var failed in proof.Vectors.Where(v => !v.Passed))
        {
            printer.Line($"WRONG {failed.Vector.Policy} {failed.Form}: {failed.Vector.Case}. {failed.Explanation.Decision.Reason}");
        }

        printer.Line($"{proof.Vectors.Count(v => v.Passed)} of {proof.Vectors.Count} vectors of the guardrails hold.");
    }

    static async Task WriteAsync(string? path, Func<string> text, CancellationToken ct)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            await File.WriteAllTextAsync(path, text(), ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"'{path}' cannot be written: {e.Message}");
        }
    }

    static string Texts(long number) => number.ToString(CultureInfo.InvariantCulture);

    static Option<string> Teams()
    {
        var option = new Option<string>("--teams")
        {
            Description = "Which pairs of people in different teams are asked: sampled (unless given) or exhaustive.",
            HelpName = "MODE",
            DefaultValueFactory = _ => "sampled",
        };
        option.AcceptOnlyFromAmong("sampled", "exhaustive");
        return option;
    }

    static Option<int> Number(string name, string description, int unset)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "NUMBER", DefaultValueFactory = _ => unset };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError($"{name} takes 0 or more.");
            }
        });
        return option;
    }
}
