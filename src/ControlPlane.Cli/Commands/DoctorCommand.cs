using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;

namespace ControlPlane.Cli.Commands;

/// <summary>Checks everything that launches need, as far as it can be seen from here.</summary>
static class DoctorCommand
{
    static readonly Column<Check>[] _columns =
        [new("CHECK", c => c.Name), new("VERDICT", c => Texts.Word(c.Verdict), IsState: true), new("WHAT", c => c.What), new("FIX", c => c.Fix)];

    public static Command Of(Verbs verbs)
    {
        var noAccounts = new Option<bool>("--no-accounts") { Description = "Leave the accounts out: verifying them assumes their roles." };
        return verbs.Of("doctor", "Check clock, TLS, your rights, identity providers, endpoints and every account; say what to fix.", async (run, ct) =>
        {
            run.NeedsRealRun();
            var checks = new List<Check>();
            await foreach (var check in DoctorChecks.RunAsync(run, !run.Get(noAccounts), ct))
            {
                checks.Add(check);
            }

            Show(run, checks);
            var failed = checks.Count(c => c.Verdict is CheckVerdict.Fail);
            run.Printer.Say(failed == 0 ? "Everything that was checked holds." : $"{failed} of {checks.Count} checks failed: see what to fix.");
            return failed == 0 ? ExitCodes.Ok : ExitCodes.Partial;
        }, noAccounts);
    }

    static void Show(Invocation run, List<Check> checks)
    {
        if (run.Printer.Format is OutputFormat.Table)
        {
            run.Printer.Table(checks, _columns);
            return;
        }

        var json = new System.Text.Json.Nodes.JsonArray([.. checks.Select(c => new System.Text.Json.Nodes.JsonObject
        {
            ["check"] = c.Name, ["verdict"] = Texts.Word(c.Verdict), ["what"] = c.What, ["fix"] = c.Fix,
        })]);
        run.Printer.Line(run.Printer.Format is OutputFormat.Yaml ? Yaml.YamlWriter.Write([Yaml.YamlJson.ToYaml(json)]).TrimEnd() : json.ToJsonString(JsonText.Readable));
    }
}

/// <summary>One line of the doctor's findings.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Verdict">What came out.</param>
/// <param name="What">What was seen.</param>
/// <param name="Fix">What to do about it; empty when nothing.</param>
sealed record Check(string Name, CheckVerdict Verdict, string What, string Fix = "");

/// <summary>What came out of a check.</summary>
enum CheckVerdict
{
    /// <summary>It holds.</summary>
    Ok,

    /// <summary>It holds, and could be better, or soon will not.</summary>
    Warn,

    /// <summary>It does not hold.</summary>
    Fail,

    /// <summary>It could not be tried.</summary>
    Skip,
}
