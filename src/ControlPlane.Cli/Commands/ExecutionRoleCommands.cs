using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Nouns;
using ControlPlane.Cli.Output;
using ControlPlane.Cli.Policies;
using ControlPlane.Guardrails.Catalogue;
using ControlPlane.V1;
using ExecutionRole = ControlPlane.V1.ExecutionRole;

namespace ControlPlane.Cli.Commands;

/// <summary>Execution roles that the control plane makes itself, through IAM.</summary>
static class ExecutionRoleCommands
{
    static readonly Column<Row>[] _columns =
    [
        new("TEAM", r => Texts.Id(r.Role.Team)), new("ROLE", r => r.Role.Arn.Split(":role", 2)[^1]), new("ACTION", r => Texts.Word(r.Role.Action), IsState: true),
        new("WHAT", r => r.What), new("HOW", r => r.How),
    ];

    public static IEnumerable<Command> Of(Verbs verbs) => [Plan(verbs), Apply(verbs), Setup(verbs)];

    static Command Plan(Verbs verbs)
    {
        var (account, teams) = (Account(), Teams());
        var exit = new Option<bool>("--exit-code") { Description = "End with code 1 when something would change." };
        return verbs.Of("plan", "Ask the server what making the execution roles of an account through IAM would change. Ends with code 7 when a role or the boundary is in the way.", async (run, ct) =>
        {
            var plan = await PlanAsync(run, run.Get(account)!, run.Get(teams), ct);
            var code = Show(run, plan);
            return code == ExitCodes.Ok && run.Get(exit) && plan.Roles.Any(r => r.Changes.Count > 0) ? ExitCodes.Failure : code;
        }, account, teams, exit);
    }

    static Command Apply(Verbs verbs)
    {
        var (account, teams) = (Account(), Teams());
        return verbs.Of("apply", "Have the server make the execution roles of an account through IAM. With --dry-run it plans.", async (run, ct) =>
        {
            if (run.DryRun)
            {
                return Show(run, await PlanAsync(run, run.Get(account)!, run.Get(teams), ct));
            }

            var request = new ApplyExecutionRolesRequest { Account = CatalogNouns.Accounts.NameOf(run.Get(account)!), Teams = { NamesOf(run.Get(teams)) } };
            var begun = await run.Client.ExecutionRoleCalls.ApplyExecutionRolesAsync(request, cancellationToken: ct);
            return await LongWork.FollowAsync(run, begun, done => Show(run, done.Response.Unpack<ExecutionRolePlan>()), ct);
        }, account, teams);
    }

    static Command Setup(Verbs verbs) => verbs.Of(
        "setup",
        "Write what an account needs before its execution roles are made through IAM, as a CloudFormation template: their boundary, and the role that makes them. JSON with '-o json', else YAML.",
        (run, _) =>
        {
            run.Printer.Document(RoleStack.Setup(ParameterOptions.Read(run)));
            return Task.FromResult(ExitCodes.Ok);
        }, ParameterOptions.Param);

    static async Task<ExecutionRolePlan> PlanAsync(Invocation run, string account, string[]? teams, CancellationToken ct)
    {
        var request = new PlanExecutionRolesRequest { Account = CatalogNouns.Accounts.NameOf(account), Teams = { NamesOf(teams) } };
        var begun = await run.Client.ExecutionRoleCalls.PlanExecutionRolesAsync(request, cancellationToken: ct);
        return (await LongWork.WaitAsync(run, begun, ct)).Response.Unpack<ExecutionRolePlan>();
    }

    static IEnumerable<string> NamesOf(string[]? teams) => (teams ?? []).Select(CatalogNouns.Teams.NameOf);

    static int Show(Invocation run, ExecutionRolePlan plan)
    {
        switch (run.Printer.Format)
        {
            case OutputFormat.Table:
                Tell(run.Printer, plan);
                break;
            case OutputFormat.Name:
                run.Printer.Text(string.Concat(plan.Roles.Where(r => r.Changes.Count > 0).Select(r => $"{r.Arn}\n")));
                break;
            default:
                run.Printer.Message(plan);
                break;
        }

        var isFit = plan.Boundary.State is ExecutionBoundary.Types.State.Matches && plan.Roles.All(r => r.Action is not ExecutionRole.Types.Action.Refuse);
        var changed = plan.Roles.Count(r => r.Changes.Count > 0);
        run.Printer.Say(plan.Applied ? $"{changed} of {plan.Roles.Count} roles were made or changed."
            : isFit ? $"{changed} of {plan.Roles.Count} roles would be made or changed." : "Nothing would be done: see what is in the way.");
        return isFit ? ExitCodes.Ok : ExitCodes.Partial;
    }

    static void Tell(Printer printer, ExecutionRolePlan plan)
    {
        printer.Table([.. plan.Roles.SelectMany(RowsOf)], _columns);
        if (plan.Boundary.State is not ExecutionBoundary.Types.State.Matches)
        {
            printer.Warn($"{plan.Boundary.Arn}: {Texts.Word(plan.Boundary.State)}. Deploy what 'studioctl guardrails roles setup' writes.");
            Tell(printer, plan.Boundary.Arn, plan.Boundary.Diff);
        }

        foreach (var role in plan.Roles)
        {
            foreach (var change in role.Changes)
            {
                Tell(printer, $"{role.Arn}, {change.What}", change.Diff);
            }
        }
    }

    static void Tell(Printer printer, string what, string diff)
    {
        if (diff.Length > 0)
        {
            printer.Line($"\n{what}:\n{diff}");
        }
    }

    static IEnumerable<Row> RowsOf(ExecutionRole role) =>
    [
        .. role.Changes.Select(c => new Row(role, c.What, c.Summary)),
        .. role.Changes.Count == 0 && role.Action is not ExecutionRole.Types.Action.Refuse ? [new Row(role, "", "is as it is to be")] : Array.Empty<Row>(),
        .. role.Reason.Length > 0 ? [new Row(role, role.Reason, role.Message)] : Array.Empty<Row>(),
        .. role.Kept.Select(k => new Row(role, k, "is not ours, and stays")),
    ];

    static Option<string?> Account() => new("--account") { Description = "The account id.", HelpName = "ACCOUNT", Required = true };

    static Option<string[]> Teams() => new("--team") { Description = "Only the role of this team; all teams of the account and the domains' default role unless given. Repeatable.", HelpName = "TEAM" };

    sealed record Row(ExecutionRole Role, string What, string How);
}
