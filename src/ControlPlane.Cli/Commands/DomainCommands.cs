using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Nouns;
using ControlPlane.Cli.Output;
using ControlPlane.V1;

namespace ControlPlane.Cli.Commands;

/// <summary>What domains have besides the standard verbs.</summary>
static class DomainCommands
{
    static readonly Column<DomainCapacity>[] _capacity =
    [
        new("DOMAIN", c => c.Domain), new("PLACES", c => Texts.Limit(c.Profiles)), new("PROFILES IN AWS", c => Texts.Limit(c.ObservedProfiles)),
        new("APPS", c => Texts.Limit(c.Apps)), new("FIRST LIMIT", c => c.FirstLimit?.Name ?? ""), new("NOT SEEN BECAUSE", c => c.UnavailableReason),
    ];

    static readonly Column<(string Outcome, string Name, string Why)>[] _imported =
        [new("OUTCOME", r => r.Outcome), new("NAME", r => r.Name), new("WHY", r => r.Why)];

    public static IEnumerable<Command> Of(Verbs verbs) => [Import(verbs), Capacity(verbs)];

    public static void Show(Invocation run, IReadOnlyCollection<DomainCapacity> domains) => run.Printer.Table(domains, _capacity);

    public static void ShowFirst(Invocation run, Limit? limit)
        => run.Printer.Say(limit is null ? "No limit is known." : $"First to be hit: {limit.Name} of {limit.Resource}, {Texts.Limit(limit)} ({limit.Source}).");

    static Command Import(Verbs verbs)
    {
        var account = new Argument<string>("account") { Description = "The account id." };
        var regions = new Option<string[]>("--region") { Description = "A Region to look in; all of the account's unless given. Repeatable.", HelpName = "REGION" };
        var limit = new Option<int>("--profile-limit") { Description = "How many profiles placement may put into each domain that is registered.", HelpName = "NUMBER", Required = true };
        var labels = new Option<string[]>("--label") { Description = "A label of the domains that are registered. Repeatable.", HelpName = "NAME=VALUE" };
        return verbs.Of("import", "Find the domains of an account and register them.", async (run, ct) =>
        {
            var request = new ImportDomainsRequest
            {
                Parent = CatalogNouns.Accounts.NameOf(run.Need(account)),
                Regions = { run.Get(regions) ?? [] },
                ProfileLimit = run.Get(limit),
                ValidateOnly = run.DryRun,
            };
            foreach (var pair in (run.Get(labels) ?? []).Select(l => l.Split('=', 2)))
            {
                request.Labels[pair[0]] = pair.Length == 2 ? pair[1] : throw CliException.Usage($"--label takes NAME=VALUE; '{pair[0]}' has no '='.");
            }

            var begun = await run.Client.DomainCalls.ImportDomainsAsync(request, cancellationToken: ct);
            return await LongWork.FollowAsync(run, begun, done => Show(run, done.Response.Unpack<ImportDomainsResult>()), ct);
        }, account, regions, limit, labels);
    }

    static int Show(Invocation run, ImportDomainsResult result)
    {
        if (run.Printer.Format is OutputFormat.Table)
        {
            run.Printer.Table<(string, string, string)>(
                [
                    .. result.Registered.Select(d => (run.DryRun ? "would be registered" : "registered", d.Name, "")),
                    .. result.Known.Select(name => ("known", name, "")),
                    .. result.Skipped.Select(s => ("skipped", s.Name, $"{s.Reason}: {s.Message}")),
                ],
                _imported);
        }
        else
        {
            run.Printer.Message(result);
        }

        return result.Skipped.Count > 0 ? ExitCodes.Partial : ExitCodes.Ok;
    }

    static Command Capacity(Verbs verbs)
    {
        var domain = new Argument<string>("domain") { Description = "The domain's full name." };
        return verbs.Of("capacity", "Show how full a domain is, and which limit would be hit first.", async (run, ct) =>
        {
            var capacity = await run.Client.DomainCalls.GetDomainCapacityAsync(new() { Name = run.Need(domain) }, cancellationToken: ct);
            if (run.Printer.Format is not OutputFormat.Table)
            {
                run.Printer.Message(capacity);
                return ExitCodes.Ok;
            }

            Show(run, [capacity]);
            ShowFirst(run, capacity.FirstLimit);
            return ExitCodes.Ok;
        }, domain);
    }
}
