using System.CommandLine;
using System.Text;
using ControlPlane.Cli.Catalog;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;

namespace ControlPlane.Cli.Commands;

/// <summary>Sign-ins: what happened, what they left in AWS, and what one would do.</summary>
static class SignInCommands
{
    static readonly Column<(string Name, string Value)>[] _facts = [new("", f => f.Name), new("", f => f.Value)];

    static readonly Column<SessionTrace.Types.Link>[] _links =
        [new("LINK", l => l.Kind), new("VALUE", l => l.Value), new("TIME", l => Texts.Time(l.Time)), new("FACTS", l => Texts.Map(l.Facts))];

    static readonly Column<SessionTrace.Types.CloudTrailQuery>[] _queries =
    [
        new("ACCOUNT", q => q.Account), new("REGION", q => q.Region), new("EVENT", q => q.EventName), new("FIELDS", q => Texts.Map(q.Fields)),
        new("FROM", q => Texts.Time(q.BeginTime)), new("UNTIL", q => Texts.Time(q.EndTime)), new("SHOWS", q => q.Shows),
    ];

    static readonly Column<SignInTest.Types.Attribute>[] _attributes =
        [new("ATTRIBUTE", a => a.Name), new("VALUES", a => string.Join(", ", a.Values)), new("USED FOR", a => a.UsedFor)];

    public static Command Of(Verbs verbs) => Verbs.Group("signins", "Sign-ins, by their reference.", Show(verbs), Trace(verbs), Test(verbs));

    static Command Show(Verbs verbs)
    {
        var reference = Reference();
        return verbs.Of("show", "Show the flight record of a sign-in: each step with its verdict.", async (run, ct) =>
        {
            var signIn = await run.Client.Access.GetSignInAsync(new() { Name = NameOf(run.Need(reference)) }, cancellationToken: ct);
            if (run.Printer.Format is not OutputFormat.Table)
            {
                run.Printer.Message(signIn);
                return ExitCodes.Ok;
            }

            run.Printer.Table<(string, string)>(
                [
                    ("reference", Texts.Id(signIn.Name)), ("began", Texts.Time(signIn.StartTime)), ("user", Texts.Id(signIn.User)), ("team", Texts.Id(signIn.Team)),
                    ("identity provider", signIn.IdentityProvider), ("outcome", $"{Texts.Word(signIn.Outcome)} {signIn.Reason}".TrimEnd()), ("trace", signIn.TraceId),
                ],
                _facts);
            run.Printer.Table(signIn.Steps, Steps.Columns);
            return ExitCodes.Ok;
        }, reference);
    }

    static Command Trace(Verbs verbs)
    {
        var reference = Reference();
        return verbs.Of("trace", "Follow a sign-in to its session in AWS, with what to search CloudTrail for.", async (run, ct) =>
        {
            var trace = await run.Client.Diagnostics.TraceSessionAsync(new() { Name = NameOf(run.Need(reference)) }, cancellationToken: ct);
            if (run.Printer.Format is not OutputFormat.Table)
            {
                run.Printer.Message(trace);
                return ExitCodes.Ok;
            }

            run.Printer.Table(trace.Links, _links);
            if (trace.Queries.Count > 0)
            {
                run.Printer.Line("");
                run.Printer.Table(trace.Queries, _queries);
            }

            foreach (var gap in trace.Gaps)
            {
                run.Printer.Line($"not known: {gap}");
            }

            return ExitCodes.Ok;
        }, reference);
    }

    static Command Test(Verbs verbs)
    {
        var file = new Argument<string>("file") { Description = "The SAML response: the form field as it was posted (base64), or its XML; '-' is the standard input." };
        var team = new Option<string?>("--team") { Description = "The team that the user wants, when the response does not say.", HelpName = "TEAM" };
        var at = new Option<string?>("--at") { Description = "The moment to judge it at, such as 2027-03-31T18:00:00Z; now unless given.", HelpName = "TIME" };
        var exit = new Option<bool>("--exit-code") { Description = "End with code 4 when it would be refused." };
        return verbs.Of("test", "Try a SAML response without side effects: which rule fails, and what to change in the identity provider.", async (run, ct) =>
        {
            var request = new TestSignInRequest { SamlResponse = await ReadAsync(run, run.Need(file), ct), Team = run.Get(team) is { } t ? ResourceNames.Team(t) : "" };
            if (run.Get(at) is { } text)
            {
                request.AtTime = Timestamp.FromDateTimeOffset(FieldReader.TryTime(text) ?? throw CliException.Usage("--at takes a time with its offset, such as 2027-03-31T18:00:00Z."));
            }

            var answer = await run.Client.Diagnostics.TestSignInAsync(request, cancellationToken: ct);
            ShowTest(run, answer);
            return answer.Allowed || !run.Get(exit) ? ExitCodes.Ok : ExitCodes.Denied;
        }, file, team, at, exit);
    }

    static void ShowTest(Invocation run, SignInTest answer)
    {
        if (run.Printer.Format is not OutputFormat.Table)
        {
            run.Printer.Message(answer);
            return;
        }

        run.Printer.Line(answer.Allowed ? "allowed" : $"refused  {answer.Reason}  {answer.Message}");
        run.Printer.Table(answer.Steps, Steps.Columns);
        if (answer.Attributes.Count > 0)
        {
            run.Printer.Line("");
            run.Printer.Table(answer.Attributes, _attributes);
        }

        foreach (var advice in answer.Advice)
        {
            run.Printer.Line($"next: {advice}");
        }
    }

    static async Task<string> ReadAsync(Invocation run, string file, CancellationToken ct)
    {
        if (file is not "-" && !File.Exists(file))
        {
            throw CliException.Usage($"There is no file '{file}'.");
        }

        var text = (file is "-" ? await run.Host.In.ReadToEndAsync(ct) : await File.ReadAllTextAsync(file, ct)).Trim();
        return text.StartsWith('<') ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text))
            : text.StartsWith("SAMLResponse=", StringComparison.Ordinal) ? Uri.UnescapeDataString(text["SAMLResponse=".Length..].Split('&')[0])
            : text;
    }

    static Argument<string> Reference() => new("reference") { Description = "The sign-in's reference, as the person sees it on the page." };

    static string NameOf(string typed) => typed.StartsWith("signIns/", StringComparison.Ordinal) ? typed : $"signIns/{ResourceNames.Encode(typed.ToUpperInvariant())}";
}
