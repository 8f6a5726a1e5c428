using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Nouns;
using ControlPlane.Cli.Output;
using ControlPlane.V1;

namespace ControlPlane.Cli.Commands;

/// <summary>What accounts have besides the standard verbs.</summary>
static class AccountCommands
{
    static readonly Column<AccountVerification.Types.Finding>[] _findings =
    [
        new("CHECK", f => f.Check), new("REGION", f => f.Region), new("VERDICT", f => Texts.Word(f.Verdict), IsState: true),
        new("REASON", f => f.Reason), new("WHAT", f => f.Message), new("FIX", f => f.Fix),
    ];

    static readonly Column<(string Outcome, string Account, string What)>[] _discovered =
        [new("OUTCOME", r => r.Outcome), new("ACCOUNT", r => r.Account), new("WHAT", r => r.What)];

    public static IEnumerable<Command> Of(Verbs verbs) => [Verify(verbs), Discover(verbs), Capacity(verbs)];

    static Command Verify(Verbs verbs)
    {
        var account = new Argument<string>("account") { Description = "The account id." };
        return verbs.Of("verify", "Try an account the way launches use it, and report each finding with its fix.", async (run, ct) =>
        {
            run.NeedsRealRun();
            var begun = await run.Client.AccountCalls.VerifyAccountAsync(new() { Name = CatalogNouns.Accounts.NameOf(run.Need(account)) }, cancellationToken: ct);
            return await LongWork.FollowAsync(run, begun, done => Show(run, done.Response.Unpack<AccountVerification>()), ct);
        }, account);
    }

    static int Show(Invocation run, AccountVerification found)
    {
        if (run.Printer.Format is OutputFormat.Table)
        {
            run.Printer.Table(found.Findings, _findings);
        }
        else
        {
            run.Printer.Message(found);
        }

        run.Printer.Say(found.Passed ? $"{found.Account} is ready for launches." : $"{found.Account} is not ready: see what to fix.");
        return found.Passed ? ExitCodes.Ok : ExitCodes.Partial;
    }

    static Command Discover(Verbs verbs) => verbs.Of("discover", "Find the accounts of the organization, and register those that the server's rules want.", async (run, ct) =>
    {
        var begun = await run.Client.AccountCalls.DiscoverAccountsAsync(new() { ValidateOnly = run.DryRun }, cancellationToken: ct);
        return await LongWork.FollowAsync(run, begun, done => Show(run, done.Response.Unpack<DiscoverAccountsResult>()), ct);
    });

    static int Show(Invocation run, DiscoverAccountsResult found)
    {
        if (run.Printer.Format is OutputFormat.Table)
        {
            run.Printer.Table<(string, string, string)>(
                [
                    .. found.Registered.Select(a => (run.DryRun ? "would be registered" : "registered", a.Account, $"{a.DisplayName} in {a.Unit}")),
                    .. found.Updated.Select(a => (run.DryRun ? "would be updated" : "updated", a.Account, $"{a.DisplayName} in {a.Unit}")),
                    .. found.Closed.Select(a => (a.Suspended ? "closed, suspended here" : "closed, still in use here", a.Account, a.Status)),
                    .. found.Skipped.Select(a => ("skipped", a.Account, $"{a.Reason}: {a.Message}")),
                ],
                _discovered);
        }
        else
        {
            run.Printer.Message(found);
        }

        run.Printer.Say($"Of the organization's accounts {found.KnownCount} were here already, and no rule wants {found.UnmatchedCount}.");
        return found.Skipped.Count > 0 ? ExitCodes.Partial : ExitCodes.Ok;
    }

    static Command Capacity(Verbs verbs)
    {
        var account = new Argument<string>("account") { Description = "The account id." };
        return verbs.Of("capacity", "Show how full an account is, and which limit would be hit first.", async (run, ct) =>
        {
            var capacity = await run.Client.AccountCalls.GetAccountCapacityAsync(new() { Name = CatalogNouns.Accounts.NameOf(run.Need(account)) }, cancellationToken: ct);
            if (run.Printer.Format is not OutputFormat.Table)
            {
                run.Printer.Message(capacity);
                return ExitCodes.Ok;
            }

            DomainCommands.Show(run, [.. capacity.Domains]);
            DomainCommands.ShowFirst(run, capacity.FirstLimit);
            return ExitCodes.Ok;
        }, account);
    }
}
