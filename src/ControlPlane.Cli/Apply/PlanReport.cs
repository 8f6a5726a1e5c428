using System.Text.Json.Nodes;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using Spectre.Console;

namespace ControlPlane.Cli.Apply;

/// <summary>Shows a plan and what became of it.</summary>
sealed class PlanReport(Invocation run)
{
    public void Show(IReadOnlyList<PlanStep> plan)
    {
        switch (run.Printer.Format)
        {
            case OutputFormat.Name:
                foreach (var step in plan.Where(s => s.Action is not PlanAction.Same))
                {
                    run.Printer.Line(step.Name);
                }

                break;
            case OutputFormat.Json or OutputFormat.Yaml:
                run.Printer.Document(new JsonArray([.. plan.Where(s => s.Action is not PlanAction.Same).Select(Json)]));
                break;
            default:
                ShowLines(plan);
                break;
        }
    }

    /// <summary>What became of it, and how the command ends.</summary>
    public int End(IReadOnlyList<PlanStep> plan, Outcome outcome, string what)
    {
        foreach (var (step, error) in outcome.Failed.OrderBy(f => f.Step.Name, StringComparer.Ordinal))
        {
            run.Printer.Errors.MarkupLine($"[bold]{Markup.Escape(step.Name)}[/]");
            ErrorReport.Write(error, run.Printer.Format, run.Printer.Errors, run.Host.Error);
        }

        var left = plan.Count(s => s.Action is not PlanAction.Same) - outcome.Done.Count - outcome.Failed.Count - outcome.Unchecked.Count;
        run.Printer.Say($"{what}: {(run.DryRun ? Count(outcome.Done) : Counted(outcome.Done))}, {plan.Count(s => s.Action is PlanAction.Same)} unchanged"
            + $"{(outcome.Failed.IsEmpty ? "" : $", {outcome.Failed.Count} failed")}{(left > 0 ? $", {left} not tried" : "")}.");
        if (!outcome.Unchecked.IsEmpty)
        {
            run.Printer.Say($"{outcome.Unchecked.Count} could not be checked by the server yet: they need what this plan makes or takes away.");
        }

        return outcome.Failed.IsEmpty ? ExitCodes.Ok
            : outcome.Done.IsEmpty && outcome.Failed.Select(f => ExitCodes.Of(f.Error.Kind)).Distinct().ToList() is [var code] ? code
            : ExitCodes.Partial;
    }

    static string Count(IEnumerable<PlanStep> steps)
    {
        var by = steps.ToLookup(s => s.Action);
        return $"{by[PlanAction.Create].Count()} to create, {by[PlanAction.Change].Count()} to change, {by[PlanAction.Delete].Count()} to delete";
    }

    static string Counted(IEnumerable<PlanStep> steps)
    {
        var by = steps.ToLookup(s => s.Action);
        return $"{by[PlanAction.Create].Count()} created, {by[PlanAction.Change].Count()} changed, {by[PlanAction.Delete].Count()} deleted";
    }

    void ShowLines(IReadOnlyList<PlanStep> plan)
    {
        foreach (var step in plan.Where(s => s.Action is not PlanAction.Same))
        {
            var (sign, word, colour) = step.Action switch
            {
                PlanAction.Create => ('+', "create", "green"),
                PlanAction.Change => ('~', "change", "yellow"),
                _ => ('-', "delete", "red"),
            };
            Line($"{sign} {word}  {step.Name}", colour);
            foreach (var diff in step.Diffs)
            {
                Line($"    {diff.Field}: {(diff.Before.Length > 0 ? diff.Before : "(none)")} -> {(diff.After.Length > 0 ? diff.After : "(none)")}", null);
            }
        }

        Line($"Plan: {Count(plan)}, {plan.Count(s => s.Action is PlanAction.Same)} unchanged.", "bold");
    }

    void Line(string text, string? style)
    {
        if (run.Printer.Terminal is { } terminal && style is not null)
        {
            terminal.MarkupLine($"[{style}]{Markup.Escape(text)}[/]");
        }
        else
        {
            run.Printer.Line(text);
        }
    }

    static JsonObject Json(PlanStep step) => new()
    {
        ["action"] = Texts.Word(step.Action),
        ["name"] = step.Name,
        ["changes"] = new JsonArray([.. step.Diffs.Select(d => new JsonObject { ["field"] = d.Field, ["before"] = d.Before, ["after"] = d.After })]),
    };
}
