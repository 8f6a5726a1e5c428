using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Nouns;

namespace ControlPlane.Cli.Commands;

/// <summary>What entitlements have besides the standard verbs.</summary>
static class EntitlementCommands
{
    public static IEnumerable<Command> Of(Verbs verbs) => [Revoke(verbs), Accesses(verbs)];

    static Command Revoke(Verbs verbs)
    {
        var name = new Argument<string?>("name") { Description = RightNouns.Entitlements.NameHelp, Arity = ArgumentArity.ZeroOrOne };
        var reason = new Option<string?>("--reason") { Description = "Why, for the record.", HelpName = "TEXT" };
        var ticket = new Option<string?>("--ticket") { Description = "The ticket that asked for it.", HelpName = "TEXT" };
        var etag = new Option<string?>("--etag") { Description = "Only when it still is what you have seen.", HelpName = "ETAG" };
        return verbs.Of("revoke", "End an entitlement now and keep it for the record: the next launch is refused, and whoever is in Studio by it is thrown out. With --wait until AWS confirmed that.", async (run, ct) =>
        {
            var which = run.Get(name) ?? RightNouns.NameOfEntitlement(run) ?? throw CliException.Usage("Say which: a name, or --team with --user or --group.");
            var revoked = await run.Client.EntitlementCalls.RevokeEntitlementAsync(
                new() { Name = which, Reason = run.Get(reason) ?? "", Ticket = run.Get(ticket) ?? "", Etag = run.Get(etag) ?? "", ValidateOnly = run.DryRun },
                cancellationToken: ct);
            run.Printer.One(revoked, RightNouns.Entitlements.Columns, e => e.Name);
            run.Printer.Say(run.DryRun ? $"{which} could be revoked. Nothing was changed." : $"{which} has ended.");
            return run.DryRun ? ExitCodes.Ok : await LiveAccesses.FollowAsync(run, which, ct);
        }, name, RightNouns.Team, RightNouns.User, RightNouns.Group, reason, ticket, etag);
    }

    static Command Accesses(Verbs verbs)
    {
        var name = new Argument<string?>("name") { Description = RightNouns.Entitlements.NameHelp, Arity = ArgumentArity.ZeroOrOne };
        return verbs.Of("accesses", "Who is or was in Studio by an entitlement, and how far the end is of those who must not be.", async (run, ct) =>
        {
            var which = run.Get(name) ?? RightNouns.NameOfEntitlement(run) ?? throw CliException.Usage("Say which: a name, or --team with --user or --group.");
            LiveAccesses.Show(run, await LiveAccesses.ListAsync(run, which, ct));
            return ExitCodes.Ok;
        }, name, RightNouns.Team, RightNouns.User, RightNouns.Group);
    }
}
