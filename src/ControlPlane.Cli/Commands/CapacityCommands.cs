using System.CommandLine;
using System.Globalization;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Nouns;
using ControlPlane.Cli.Output;
using ControlPlane.V1;

namespace ControlPlane.Cli.Commands;

/// <summary>What-if questions: people who come, and the size of networks.</summary>
static class CapacityCommands
{
    static readonly Column<SimulateCapacityResponse.Types.LimitAhead>[] _limits =
    [
        new("LIMIT", l => l.Limit.Name), new("OF", l => l.Limit.Resource), new("NOW", l => Texts.Limit(l.Limit)), new("AFTER", l => Number(l.UsedAfter)),
        new("FITS", l => l.HasFittingUsers ? $"{l.FittingUsers} people" : ""), new("HIT", l => Texts.Time(l.HitTime)), new("SOURCE", l => l.Limit.Source),
    ];

    static readonly Column<PlanNetworkResponse.Types.SubnetSize>[] _subnets =
    [
        new("ZONES AWAY", s => Number(s.ZonesLost)), new("ADDRESSES", s => Number(s.Needed)),
        new("SUBNET", s => s.Prefix == 0 ? "larger than /16" : $"/{s.Prefix}"), new("USABLE", s => Number(s.Usable)),
    ];

    public static IEnumerable<Symbol> Of(Verbs verbs) => [Simulate(verbs), PlanNetwork(verbs)];

    static Command Simulate(Verbs verbs)
    {
        var team = new Option<string>("--team") { Description = "The team that they join.", HelpName = "TEAM", Required = true };
        var users = new Option<int>("--users") { Description = "How many people come.", HelpName = "NUMBER", Required = true };
        var load = new LoadOptions();
        var weekly = new Option<double?>("--per-week") { Description = "How many people join a week; what was observed unless given.", HelpName = "NUMBER" };
        var subnets = new Option<string[]>("--subnet") { Description = "A subnet's free addresses, as in DOMAIN=SUBNET:FREE with the domain's full name. Repeatable.", HelpName = "TEXT" };
        return verbs.Of("simulate", "Say what happens when people join a team: which limit is hit first, when, and what to ask AWS for.", async (run, ct) =>
        {
            var request = new SimulateCapacityRequest
            {
                Team = CatalogNouns.Teams.NameOf(run.Get(team)!),
                Users = run.Get(users),
                StudioInstances = run.Get(load.Studio),
                TrainingInstances = run.Get(load.Training),
                Efa = run.Get(load.Efa),
                Subnets = { (run.Get(subnets) ?? []).Select(Subnet) },
            };
            if (run.Get(weekly) is { } pace)
            {
                request.UsersPerWeek = pace;
            }

            return Show(run, await run.Client.CapacityCalls.SimulateCapacityAsync(request, cancellationToken: ct), request.Users);
        }, team, users, load.Studio, load.Training, load.Efa, weekly, subnets);
    }

    static Command PlanNetwork(Verbs verbs)
    {
        var users = new Option<int>("--users") { Description = "How many people.", HelpName = "NUMBER", Required = true };
        var load = new LoadOptions();
        var zones = new Option<int>("--zones") { Description = "The subnets, each in a zone of its own; 3 unless given.", HelpName = "NUMBER" };
        var endpoints = new Option<int?>("--endpoints") { Description = "The interface endpoints in each subnet; 10 unless given. Gateway endpoints take no address.", HelpName = "NUMBER" };
        var noFiles = new Option<bool>("--no-file-system") { Description = "The domain has no home file system." };
        var growth = new Option<double>("--growth") { Description = "How much the number of people will grow, in percent.", HelpName = "PERCENT" };
        return verbs.Of("plan-network", "Compute how large the subnets of a domain must be.", async (run, ct) =>
        {
            var request = new PlanNetworkRequest
            {
                Users = run.Get(users),
                StudioInstances = run.Get(load.Studio),
                TrainingInstances = run.Get(load.Training),
                Efa = run.Get(load.Efa),
                Zones = run.Get(zones),
                NoFileSystem = run.Get(noFiles),
                GrowthPercent = run.Get(growth),
            };
            if (run.Get(endpoints) is { } number)
            {
                request.Endpoints = number;
            }

            return Show(run, await run.Client.CapacityCalls.PlanNetworkAsync(request, cancellationToken: ct));
        }, users, load.Studio, load.Training, load.Efa, zones, endpoints, noFiles, growth);
    }

    static int Show(Invocation run, SimulateCapacityResponse forecast, int users)
    {
        if (run.Printer.Format is not OutputFormat.Table)
        {
            run.Printer.Message(forecast);
            return ExitCodes.Ok;
        }

        foreach (var share in forecast.Placed)
        {
            run.Printer.Say($"{share.Users} of {users} would go to {share.Domain}.");
        }

        if (forecast.UnplacedUsers > 0)
        {
            run.Printer.Say($"{forecast.UnplacedUsers} would find no place.");
        }

        run.Printer.Table(forecast.Limits, _limits);
        run.Printer.Say(forecast.FirstLimit is { } first
            ? $"First to be hit: {first.Limit.Name} of {first.Limit.Resource}, after {first.FittingUsers} people"
                + (first.HitTime is null ? "." : $", at {forecast.UsersPerWeek.ToString("0.#", CultureInfo.InvariantCulture)} a week on {Texts.Time(first.HitTime)}.")
            : "No limit that is known is near.");
        foreach (var request in forecast.QuotaRequests)
        {
            run.Printer.Say($"{request.Text}\n  {request.Command}");
        }

        foreach (var unknown in forecast.Unknown)
        {
            run.Printer.Say($"Not counted: {unknown}");
        }

        run.Printer.Say($"AWS's limits are as of {forecast.LimitsDate}.");
        return ExitCodes.Ok;
    }

    static int Show(Invocation run, PlanNetworkResponse plan)
    {
        if (run.Printer.Format is not OutputFormat.Table)
        {
            run.Printer.Message(plan);
            return ExitCodes.Ok;
        }

        run.Printer.Say($"{plan.ForUsers} addresses for people ({plan.PerUser} each) and {plan.Shared} shared: {plan.Total} in all; AWS reserves {plan.Reserved} besides.");
        run.Printer.Table(plan.Subnets, _subnets);
        return ExitCodes.Ok;
    }

    static SimulateCapacityRequest.Types.SubnetRoom Subnet(string text)
        => text.Split('=', 2) is [var domain, var rest] && rest.Split(':') is [var subnet, var free]
            && int.TryParse(free, NumberStyles.None, CultureInfo.InvariantCulture, out var addresses)
            ? new() { Domain = domain, Subnet = subnet, FreeAddresses = addresses }
            : throw CliException.Usage($"--subnet takes DOMAIN=SUBNET:FREE; '{text}' is not of that form.");

    static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    // What each person runs, the same for both questions.
    sealed class LoadOptions
    {
        public Option<int> Studio { get; } = new("--instances") { Description = "The Studio instances that each runs at once; 2 unless given.", HelpName = "NUMBER" };

        public Option<int> Training { get; } = new("--training") { Description = "The training instances that each runs at once in the same subnets; 0 unless given.", HelpName = "NUMBER" };

        public Option<bool> Efa { get; } = new("--efa") { Description = "Training uses the Elastic Fabric Adapter." };
    }
}
