using System.CommandLine;
using ControlPlane.Cli.Config;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;

namespace ControlPlane.Cli.Commands;

/// <summary>Servers and how one signs in to them.</summary>
static class ContextCommands
{
    public static Command Of(Verbs verbs) => Verbs.Group(
        "context", "The servers that you work with.", List(verbs), Use(verbs), Add(verbs), Remove(verbs));

    static Command List(Verbs verbs) => verbs.Of("list", "List the contexts.", (run, _) =>
    {
        var config = run.Connection.Config;
        if (run.Printer.Format is OutputFormat.Name)
        {
            foreach (var context in config.Contexts)
            {
                run.Printer.Line(context.Name);
            }
        }
        else
        {
            run.Printer.Table<ContextEntry>(
                [.. config.Contexts],
                [
                    new("CURRENT", c => c.Name == run.Connection.ContextName ? "*" : ""), new("NAME", c => c.Name), new("ADDRESS", c => c.Address.AbsoluteUri.TrimEnd('/')),
                    new("ISSUER", c => c.Issuer?.AbsoluteUri ?? ""), new("SIGNED IN UNTIL", c => SignedIn(run, c)),
                ]);
        }

        return Task.FromResult(ExitCodes.Ok);
    });

    static Command Use(Verbs verbs)
    {
        var name = new Argument<string>("name") { Description = "The context's name." };
        return verbs.Of("use", "Make a context the current one.", (run, _) =>
        {
            var found = Find(run, run.Need(name));
            run.Connection.Save(run.Connection.Config with { Current = found.Name });
            run.Printer.Say($"'{found.Name}' is current: {found.Address.AbsoluteUri.TrimEnd('/')}.");
            return Task.FromResult(ExitCodes.Ok);
        }, name);
    }

    static Command Add(Verbs verbs)
    {
        var name = new Argument<string>("name") { Description = "The context's name." };
        return verbs.Of("add", "Add a context, or change it. The first one becomes current.", (run, _) =>
        {
            var config = run.Connection.Config;
            var wanted = run.Need(name);
            var entry = config.Find(wanted);
            var address = run.Get(GlobalOptions.Address) ?? entry?.Address ?? throw CliException.Usage("A context needs an address.", "Give --address URL.");
            var next = ContextOptions.Merge((entry ?? new(wanted, address)) with { Address = address }, run);
            run.Connection.Save(config.With(next) with { Current = config.Current ?? wanted });
            run.Printer.Say(entry is null ? $"'{wanted}' is added." : $"'{wanted}' is changed.");
            return Task.FromResult(ExitCodes.Ok);
        }, [name, .. ContextOptions.All]);
    }

    static Command Remove(Verbs verbs)
    {
        var name = new Argument<string>("name") { Description = "The context's name." };
        return verbs.Of("remove", "Remove a context and forget its tokens.", (run, _) =>
        {
            var found = Find(run, run.Need(name));
            var config = run.Connection.Config;
            run.Connection.Tokens.Forget(found.Name);
            run.Connection.Save(new(config.Current == found.Name ? null : config.Current, [.. config.Contexts.Where(c => c.Name != found.Name)]));
            run.Printer.Say($"'{found.Name}' is removed.");
            return Task.FromResult(ExitCodes.Ok);
        }, name);
    }

    static ContextEntry Find(Invocation run, string name) => run.Connection.Config.Find(name)
        ?? throw new CliException(ExitCodes.NotFound, "CLI_CONTEXT_NOT_FOUND", $"There is no context '{name}'.") { Fix = "See them with 'studioctl context list'." };

    static string SignedIn(Invocation run, ContextEntry context) => context.ClientSecretFile is not null ? "by secret"
        : run.Connection.Tokens.Find(context.Name) is not { } tokens ? ""
        : tokens.RefreshToken is not null ? "renewed by itself"
        : tokens.ExpireTime < run.Host.Time.GetUtcNow() ? "over"
        : Texts.Time(Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(tokens.ExpireTime));
}
