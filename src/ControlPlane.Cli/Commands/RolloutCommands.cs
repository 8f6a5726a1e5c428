using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.V1;

namespace ControlPlane.Cli.Commands;

/// <summary>Guardrails on their way to the organization, and what holds there.</summary>
static class RolloutCommands
{
    static readonly Option<string> _canary = new("--canary") { Description = "The account that gets them first, 12 digits; it is in the catalog.", HelpName = "ACCOUNT", Required = true };
    static readonly Option<string[]> _to = new("--to") { Description = "A root, unit or account that gets them then. Repeatable, in this order.", HelpName = "ID" };
    static readonly Option<string[]> _guardrails = new("--guardrail") { Description = "Only this service control policy of the catalogue. Repeatable.", HelpName = "ID" };

    static readonly Column<RolloutPlan.Types.Stage>[] _places =
    [
        new("STAGE", s => s.Target), new("NAME", s => s.DisplayName), new("ACCOUNTS", s => string.Join(", ", s.Accounts.Select(Texts.Id))), new("POLICIES", s => $"{s.Policies}"),
    ];

    static readonly Column<RolloutPlan.Types.Change>[] _changes =
        [new("CHANGE", c => Texts.Word(c.Kind)), new("POLICY", c => c.Policy), new("TARGET", c => c.Target)];

    static readonly Column<RolloutPlan.Types.Outcome>[] _outcomes =
    [
        new("ACCOUNT", o => Texts.Id(o.Account)), new("ROLE", o => o.RoleArn[(o.RoleArn.LastIndexOf('/') + 1)..]), new("ACTION", o => o.Action),
        new("BECOMES", o => o.Allowed ? "allowed" : "denied"), new("REQUESTS", o => $"{o.Count}"), new("BY", o => o.Reason), new("BREAKS", o => o.Regression ? o.Title : ""),
    ];

    static readonly Column<Rollout>[] _rollouts =
    [
        new("NAME", r => Texts.Id(r.Name)), new("STATE", r => Texts.Word(r.State), IsState: true), new("CANARY", r => r.Order.CanaryAccount),
        new("STAGES", r => $"{r.Stages.Count(s => s.State is Rollout.Types.StageState.Done)}/{r.Stages.Count}"), new("BEGAN", r => Texts.Time(r.CreateTime)), new("BY", r => r.Actor), new("MESSAGE", r => r.Message),
    ];

    static readonly Column<Rollout.Types.Stage>[] _stages =
    [
        new("STAGE", s => s.Target), new("NAME", s => s.DisplayName), new("STATE", s => Texts.Word(s.State), IsState: true), new("ENDED", s => Texts.Time(s.EndTime)),
        new("FINDINGS", s => string.Join(" ", s.Findings)),
    ];

    static readonly Column<RolloutDrift.Types.Finding>[] _drift =
        [new("DRIFT", f => Texts.Word(f.Kind), IsState: true), new("POLICY", f => f.Policy), new("TARGET", f => f.Target), new("SINCE", f => Texts.Time(f.SinceTime)), new("WHAT", f => f.Message)];

    static readonly Column<Compliance.Types.Finding>[] _compliance =
    [
        new("ACCOUNT", f => Texts.Id(f.Account)), new("DOMAIN", f => Texts.Id(f.Domain)), new("GUARDRAIL", f => f.Guardrail), new("STATE", f => Texts.Word(f.State), IsState: true),
        new("SINCE", f => Texts.Time(f.SinceTime)), new("WHAT", f => f.Message),
    ];

    public static IEnumerable<Command> Of(Verbs verbs) =>
    [
        Verbs.Group(
            "rollout", "Roll service control policies out through AWS Organizations: a canary account first, then unit after unit, and back.",
            Plan(verbs), Start(verbs), Get(verbs), List(verbs), Continue(verbs), RollBack(verbs)),
        Drift(verbs),
        Compliant(verbs),
    ];

    static Command Plan(Verbs verbs) => verbs.Of(
        "plan", "Show what a rollout would change in AWS, and which requests of which roles would be decided otherwise.", ShowPlanAsync, _canary, _to, _guardrails);

    static Command Start(Verbs verbs)
    {
        var pause = new Option<bool>("--pause-after-canary") { Description = "Wait for 'continue' when the canary has them." };
        return verbs.Of("start", "Begin a rollout. A stage that does not bear the policies gets back what it had, and the rollout stops.", async (run, ct) =>
        {
            if (run.DryRun)
            {
                return await ShowPlanAsync(run, ct);
            }

            var order = OrderOf(run);
            order.PauseAfterCanary = run.Get(pause);
            var begun = await run.Client.GuardrailCalls.CreateRolloutAsync(new() { Order = order }, cancellationToken: ct);
            return await LongWork.FollowAsync(run, begun, done => Show(run, done.Response.Unpack<Rollout>()), ct);
        }, _canary, _to, _guardrails, pause);
    }

    static Command Get(Verbs verbs)
    {
        var name = Name();
        return verbs.Of("get", "Show a rollout and its stages.", async (run, ct)
            => Show(run, await run.Client.GuardrailCalls.GetRolloutAsync(new() { Name = NameOf(run.Need(name)) }, cancellationToken: ct)), name);
    }

    static Command List(Verbs verbs)
    {
        var limit = new Option<int?>("--limit") { Description = "At most this many.", HelpName = "NUMBER" };
        return verbs.Of("list", "List rollouts, the newest first.", async (run, ct) =>
        {
            var (request, found, most) = (new ListRolloutsRequest { PageSize = 100 }, new List<Rollout>(), run.Get(limit) ?? int.MaxValue);
            do
            {
                var page = await run.Client.GuardrailCalls.ListRolloutsAsync(request, cancellationToken: ct);
                found.AddRange(page.Rollouts);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0 && found.Count < most);

            run.Printer.List([.. found.Take(most)], _rollouts, r => r.Name);
            return ExitCodes.Ok;
        }, limit);
    }

    static Command Continue(Verbs verbs)
    {
        var name = Name();
        return verbs.Of("continue", "Let a rollout go on that was paused after its canary, or that stopped.", async (run, ct) =>
        {
            run.NeedsRealRun();
            var begun = await run.Client.GuardrailCalls.ContinueRolloutAsync(new() { Name = NameOf(run.Need(name)) }, cancellationToken: ct);
            return await LongWork.FollowAsync(run, begun, done => Show(run, done.Response.Unpack<Rollout>()), ct);
        }, name);
    }

    static Command RollBack(Verbs verbs)
    {
        var name = Name();
        return verbs.Of("rollback", "Give every place that a rollout changed what it had before.", async (run, ct) =>
        {
            run.NeedsRealRun();
            var begun = await run.Client.GuardrailCalls.RollBackRolloutAsync(new() { Name = NameOf(run.Need(name)) }, cancellationToken: ct);
            return await LongWork.FollowAsync(run, begun, done => Show(run, done.Response.Unpack<Rollout>()), ct);
        }, name);
    }

    static Command Drift(Verbs verbs)
    {
        var exit = new Option<bool>("--exit-code") { Description = "End with code 7 when something is not as it was left." };
        return verbs.Of("drift", "Show what in the organization is not as the rollout in force left it.", async (run, ct) =>
        {
            var drift = await run.Client.GuardrailCalls.GetRolloutDriftAsync(new(), cancellationToken: ct);
            Write(run, drift, drift.Findings, _drift);
            run.Printer.Say(
                drift.Rollout.Length == 0 ? "No rollout is in force." : drift.Findings.Count == 0 ? $"Everything is as {drift.Rollout} left it." : $"{drift.Findings.Count} differ from {drift.Rollout}.");
            return drift.Findings.Count == 0 || !run.Get(exit) ? ExitCodes.Ok : ExitCodes.Partial;
        }, exit);
    }

    static Command Compliant(Verbs verbs)
    {
        var account = new Option<string?>("--account") { Description = "Only this account.", HelpName = "ACCOUNT" };
        var open = new Option<bool>("--missing") { Description = "Only what does not hold." };
        var exit = new Option<bool>("--exit-code") { Description = "End with code 7 when something does not hold." };
        return verbs.Of("compliance", "Show which guardrails hold in each account and domain, which are missing, and which were changed.", async (run, ct) =>
        {
            var request = new GetComplianceRequest { Account = run.Get(account) is { } id ? $"accounts/{id}" : "" };
            var answer = await run.Client.GuardrailCalls.GetComplianceAsync(request, cancellationToken: ct);
            var wrong = answer.Findings.Where(f => f.State is not Compliance.Types.State.Holds).ToList();
            var shown = run.Get(open) ? new Compliance { Findings = { wrong } } : answer;
            Write(run, shown, shown.Findings, _compliance);
            run.Printer.Say($"{answer.Findings.Count - wrong.Count} hold, {wrong.Count} do not.");
            return wrong.Count == 0 || !run.Get(exit) ? ExitCodes.Ok : ExitCodes.Partial;
        }, account, open, exit);
    }

    static async Task<int> ShowPlanAsync(Invocation run, CancellationToken ct)
    {
        var plan = await run.Client.GuardrailCalls.PlanRolloutAsync(new() { Order = OrderOf(run) }, cancellationToken: ct);
        if (run.Printer.Format is not OutputFormat.Table)
        {
            run.Printer.Message(plan);
            return ExitCodes.Ok;
        }

        foreach (var document in plan.Documents)
        {
            run.Printer.Line($"{document.Policy}  {document.Size} characters  {string.Join(", ", document.Guardrails)}");
        }

        run.Printer.Table(plan.Stages, _places);
        run.Printer.Table(plan.Changes, _changes);
        foreach (var change in plan.Changes.Where(c => c.Kind is RolloutPlan.Types.Kind.Replace))
        {
            run.Printer.Line(change.Diff);
        }

        run.Printer.Table(plan.Outcomes, _outcomes);
        run.Printer.Say($"{plan.Outcomes.Sum(o => o.Count)} requests would be decided otherwise in {plan.Outcomes.Select(o => o.Account).Distinct().Count()} accounts. Nothing was changed.");
        return ExitCodes.Ok;
    }

    static int Show(Invocation run, Rollout rollout)
    {
        if (run.Printer.Format is OutputFormat.Table)
        {
            run.Printer.Table([rollout], _rollouts);
            run.Printer.Table(rollout.Stages, _stages);
        }
        else
        {
            run.Printer.One(rollout, _rollouts, r => r.Name);
        }

        if (rollout.State is Rollout.Types.State.Paused)
        {
            run.Printer.Say($"The canary has them. Look around there, then: studioctl guardrails rollout continue {Texts.Id(rollout.Name)}");
        }

        return ExitCodes.Ok;
    }

    static void Write<T>(Invocation run, Google.Protobuf.IMessage message, IReadOnlyCollection<T> findings, IReadOnlyList<Column<T>> columns)
    {
        if (run.Printer.Format is OutputFormat.Table)
        {
            run.Printer.Table(findings, columns);
        }
        else
        {
            run.Printer.Message(message);
        }
    }

    static RolloutOrder OrderOf(Invocation run) => new() { CanaryAccount = run.Get(_canary)!, Targets = { run.Get(_to) ?? [] }, Guardrails = { run.Get(_guardrails) ?? [] } };

    static Argument<string> Name() => new("rollout") { Description = "The rollout's id." };

    static string NameOf(string text) => text.StartsWith("rollouts/", StringComparison.Ordinal) ? text : $"rollouts/{text}";
}
