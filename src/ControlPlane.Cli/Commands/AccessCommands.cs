using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using ControlPlane.V1;

namespace ControlPlane.Cli.Commands;

/// <summary>What people may open, opening it, and why not.</summary>
static class AccessCommands
{
    static readonly Column<LaunchTarget>[] _targets =
    [
        new("TEAM", t => Texts.Id(t.Name)), new("DISPLAY", t => t.DisplayName), new("ACCOUNT", t => t.Route?.AccountAlias is { Length: > 0 } alias ? alias : t.Route?.Account ?? ""),
        new("REGION", t => t.Route?.Region ?? ""), new("DOMAIN", t => t.Route?.Domain ?? ""), new("READINESS", t => Texts.Word(t.Readiness), IsState: true),
        new("UNTIL", t => Texts.Time(t.EntitledUntil)), new("BLOCKED", t => t.BlockedReason),
    ];

    static readonly Column<(string Name, string Value)>[] _facts = [new("", f => f.Name), new("", f => f.Value)];

    static readonly Column<AccessExplanation.Types.PolicyVerdict>[] _verdicts =
    [
        new("IN AWS", v => $"{(v.Guise is AccessExplanation.Types.PolicyVerdict.Types.Guise.Notebook ? "notebook" : "sign-in")} of {Texts.Id(v.Seat)}"),
        new("DECISION", v => v.Allowed ? "allowed" : "denied"),
        new("POLICY", v => string.Join(", ", v.Policies)),
        new("WHY", v => v.Reason),
    ];

    static readonly Option<string?> _user = new("--user") { Description = "The user's id; yourself unless given.", HelpName = "USER" };

    public static IEnumerable<Command> Of(Verbs verbs) => [Launch(verbs), Targets(verbs), Explain(verbs)];

    static Command Launch(Verbs verbs)
    {
        var team = new Argument<string>("team") { Description = "The team's id." };
        var open = new Option<bool>("--open") { Description = "Open Studio in the browser. This is the default on a terminal." };
        var print = new Option<bool>("--print-url") { Description = "Print the presigned URL instead. It is a secret that lives for seconds." };
        var space = new Option<string?>("--space") { Description = "The space to open.", HelpName = "NAME" };
        var landing = new Option<string?>("--landing-uri") { Description = "Where Studio opens, such as app:JupyterLab:.", HelpName = "URI" };
        var launch = verbs.Of("launch", "Open Studio for a team.", async (run, ct) =>
        {
            var printed = run.Get(print);
            if (!printed && !run.Get(open) && !run.Host.OutIsTerminal && !run.DryRun)
            {
                throw CliException.Usage("There is no terminal to open a browser from.", "Give --print-url, or --open.");
            }

            var answer = await run.Client.Access.CreateLaunchAsync(
                new()
                {
                    Parent = ResourceNames.UserTeam(run.Get(_user) ?? "me", run.Need(team)),
                    Space = run.Get(space) ?? "",
                    LandingUri = run.Get(landing) ?? "",
                    ValidateOnly = run.DryRun,
                },
                cancellationToken: ct);
            run.Printer.Say($"reference {Texts.Id(answer.SignIn)}");
            Deliver(run, answer, printed);
            return ExitCodes.Ok;
        }, team, _user, open, print, space, landing);
        launch.Validators.Add(result =>
        {
            if (result.GetValue(open) && result.GetValue(print))
            {
                result.AddError("Give one of --open and --print-url.");
            }
        });
        return launch;
    }

    static void Deliver(Invocation run, Launch answer, bool printed)
    {
        if (run.DryRun)
        {
            run.Printer.Table(Facts(answer.Route), _facts);
            run.Printer.Say("A launch would be let through. Nothing was made.");
        }
        else if (!printed)
        {
            run.Host.Browse(new Uri(answer.Url));
            run.Printer.Say($"Studio opens in the browser: {answer.Route.Profile} in {answer.Route.Domain}.");
        }
        else if (run.Printer.Format is OutputFormat.Table or OutputFormat.Name)
        {
            run.Printer.Line(answer.Url);
        }
        else
        {
            run.Printer.Message(answer);
        }
    }

    static Command Targets(Verbs verbs)
    {
        var limit = new Option<int?>("--limit") { Description = "At most this many.", HelpName = "NUMBER" };
        return verbs.Of("targets", "List the teams that you, or a user, may open now.", async (run, ct) =>
        {
            var request = new ListLaunchTargetsRequest { Parent = ResourceNames.User(run.Get(_user) ?? "me"), PageSize = Math.Clamp(run.Get(limit) ?? 1000, 1, 1000) };
            var found = new List<LaunchTarget>();
            do
            {
                var page = await run.Client.Access.ListLaunchTargetsAsync(request, cancellationToken: ct);
                found.AddRange(page.LaunchTargets);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0 && found.Count < (run.Get(limit) ?? int.MaxValue));

            run.Printer.List([.. found.Take(run.Get(limit) ?? int.MaxValue)], _targets, t => t.Name);
            return ExitCodes.Ok;
        }, _user, limit);
    }

    static Command Explain(Verbs verbs)
    {
        var user = new Argument<string>("user") { Description = "The user's id; 'me' is yourself." };
        var team = new Argument<string>("team") { Description = "The team's id." };
        var exit = new Option<bool>("--exit-code") { Description = "End with code 4 when a launch would be refused." };
        return verbs.Of("explain", "Say step by step whether a user may open a team, and if not, why and whose move it is.", async (run, ct) =>
        {
            var answer = await run.Client.Access.ExplainAccessAsync(new() { Name = ResourceNames.UserTeam(run.Need(user), run.Need(team)) }, cancellationToken: ct);
            if (run.Printer.Format is OutputFormat.Table)
            {
                run.Printer.Line(answer.Allowed ? "allowed" : $"refused  {answer.Reason}  {answer.Message}");
                run.Printer.Table(answer.Steps, Steps.Columns);
                if (answer.Route is { } route)
                {
                    run.Printer.Table(Facts(route), _facts);
                }

                if (answer.PolicyVerdicts.Count > 0)
                {
                    run.Printer.Table(answer.PolicyVerdicts, _verdicts);
                }
            }
            else
            {
                run.Printer.Message(answer);
            }

            return answer.Allowed || !run.Get(exit) ? ExitCodes.Ok : ExitCodes.Denied;
        }, user, team, exit);
    }

    static List<(string, string)> Facts(Route? route) => route is null ? [] :
    [
        ("account", $"{route.Account} {route.AccountAlias}".TrimEnd()), ("region", route.Region), ("domain", route.Domain), ("profile", route.Profile),
        ("execution role", route.ExecutionRole), ("session", Texts.Length(route.SessionDuration)), ("assigned", route.Assigned ? "yes" : "by the first launch"),
    ];
}
