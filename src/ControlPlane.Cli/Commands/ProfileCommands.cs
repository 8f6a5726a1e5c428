using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Nouns;
using ControlPlane.Cli.Output;
using ControlPlane.V1;
using Google.Protobuf.WellKnownTypes;

namespace ControlPlane.Cli.Commands;

/// <summary>What profiles have besides the standard verbs.</summary>
static class ProfileCommands
{
    static readonly Column<(string Outcome, string What)>[] _retired = [new("OUTCOME", r => r.Outcome), new("WHAT", r => r.What)];

    public static IEnumerable<Command> Of(Verbs verbs) => [Repair(verbs), Retire(verbs)];

    static Command Repair(Verbs verbs)
    {
        var name = new Argument<string>("name") { Description = RightNouns.Profiles.NameHelp };
        return verbs.Of("repair", "Bring a profile back to what the team wants.", async (run, ct) =>
        {
            var begun = await run.Client.ProfileCalls.RepairProfileAsync(new() { Name = run.Need(name), ValidateOnly = run.DryRun }, cancellationToken: ct);
            return await LongWork.FollowAsync(run, begun, done =>
            {
                run.Printer.One(done.Response.Unpack<Profile>(), RightNouns.Profiles.Columns, p => p.Name);
                return ExitCodes.Ok;
            }, ct);
        }, name);
    }

    static Command Retire(Verbs verbs)
    {
        var name = new Argument<string>("name") { Description = RightNouns.Profiles.NameHelp };
        var force = new Option<bool>("--force") { Description = "Retire it although somebody is still entitled to it." };
        var retention = GlobalOptions.Duration("--retention", "Keep spaces while the profile was used within this time, such as 30d; 0 keeps nothing. 30 days unless given.");
        return verbs.Of("retire", "Take a profile down: its apps, its spaces, the profile, then the assignment.", async (run, ct) =>
        {
            var request = new RetireProfileRequest { Name = run.Need(name), Force = run.Get(force), ValidateOnly = run.DryRun };
            if (run.Get(retention) is { } keep)
            {
                request.Retention = Duration.FromTimeSpan(keep);
            }

            var begun = await run.Client.ProfileCalls.RetireProfileAsync(request, cancellationToken: ct);
            return await LongWork.FollowAsync(run, begun, done => Show(run, done.Response.Unpack<RetireProfileResult>()), ct);
        }, name, force, retention);
    }

    static int Show(Invocation run, RetireProfileResult result)
    {
        if (run.Printer.Format is OutputFormat.Table)
        {
            run.Printer.Table<(string, string)>(
                [.. result.Removed.Select(what => (run.DryRun ? "would be removed" : "removed", what)), .. result.Kept.Select(what => ("kept", what))], _retired);
        }
        else
        {
            run.Printer.Message(result);
        }

        return result.Done || run.DryRun ? ExitCodes.Ok : ExitCodes.Partial;
    }
}
