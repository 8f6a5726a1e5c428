using System.CommandLine;
using ControlPlane.Cli.Config;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using ControlPlane.V1;

namespace ControlPlane.Cli.Commands;

/// <summary>Signing in and out.</summary>
static class SessionCommands
{
    static readonly Column<(string Name, string Value)>[] _facts = [new("", f => f.Name), new("", f => f.Value)];

    public static IEnumerable<Command> Of(Verbs verbs) => [Login(verbs), Logout(verbs), WhoAmI(verbs)];

    static Command Login(Verbs verbs)
    {
        var secret = new Option<string?>("--client-secret-file")
        {
            Description = "Sign in as a program: a file with the client's secret. It is kept as a path, and read when a token is needed.",
            HelpName = "FILE",
        };
        var browse = new Option<bool>("--open") { Description = "Open the page in the browser." };
        return verbs.Of("login", "Sign in: with a browser on any device (device code), or as a program (client credentials).", async (run, ct) =>
        {
            run.NeedsRealRun();
            var context = Context(run);
            context = ContextOptions.Merge(context, run) with { ClientSecretFile = ContextOptions.Full(run.Get(secret)) };
            var tokens = context.ClientSecretFile is { } file ? await AsProgramAsync(run, context, file, ct) : await AsPersonAsync(run, context, run.Get(browse), ct);

            // Only what worked is kept.
            var config = run.Connection.Config;
            run.Connection.Save(config.With(context) with { Current = config.Current ?? context.Name });
            run.Connection.Tokens.Keep(context.Name, tokens);
            run.Printer.Say($"Signed in to {context.Address.AbsoluteUri.TrimEnd('/')}.");
            return ExitCodes.Ok;
        }, [.. ContextOptions.All, secret, browse]);
    }

    // The first sign-in with an address makes a context of it.
    static ContextEntry Context(Invocation run)
    {
        var name = run.Connection.ContextName;
        var known = name is null ? null : run.Connection.Config.Find(name);
        var given = run.Get(GlobalOptions.Address);
        if (known is not null)
        {
            return given is null ? known : known with { Address = given };
        }

        return new(name ?? "default", given ?? run.Connection.Address);
    }

    static async Task<TokenSet> AsPersonAsync(Invocation run, ContextEntry context, bool open, CancellationToken ct)
    {
        // Asked for so that a person signs in once a day and not once an hour; issuers that have no refresh tokens ignore it.
        var scope = context.Scope.Length > 0 ? context.Scope : "openid offline_access";
        return await new DeviceSignIn(run.Connection.IssuerOf(context), context.ClientId, scope).RunAsync(prompt =>
        {
            run.Printer.Notice($"Open {prompt.Page} and enter the code {prompt.UserCode}");
            if (prompt.CompletePage is { } page)
            {
                run.Printer.Notice($"or open {page}");
                if (open)
                {
                    run.Host.Browse(page);
                }
            }

            run.Printer.Say("Waiting until it is allowed ...");
        }, ct);
    }

    static async Task<TokenSet> AsProgramAsync(Invocation run, ContextEntry context, string file, CancellationToken ct)
    {
        if (!File.Exists(file))
        {
            throw CliException.Usage($"There is no file '{file}'.");
        }

        var secret = (await File.ReadAllTextAsync(file, ct)).Trim();
        return await ClientCredentialsTokens.FetchAsync(run.Connection.IssuerOf(context), context.ClientId, secret, context.Scope, ct);
    }

    static Command Logout(Verbs verbs) => verbs.Of("logout", "Forget the tokens of the context.", (run, _) =>
    {
        var name = run.Connection.ContextName ?? throw CliException.Usage("No context is current.");
        var had = run.Connection.Tokens.Forget(name);
        if (run.Connection.Config.Find(name) is { ClientSecretFile: not null } context)
        {
            run.Connection.Save(run.Connection.Config.With(context with { ClientSecretFile = null }));
        }

        run.Printer.Say(had ? $"Signed out of '{name}'." : $"You were not signed in to '{name}'.");
        return Task.FromResult(ExitCodes.Ok);
    });

    static Command WhoAmI(Verbs verbs) => verbs.Of("whoami", "Show who the server takes you for.", async (run, ct) =>
    {
        var caller = await run.Client.Diagnostics.GetCallerAsync(new(), cancellationToken: ct);
        if (run.Printer.Format is OutputFormat.Name)
        {
            run.Printer.Line(caller.User.Length > 0 ? caller.User : caller.Name);
        }
        else if (run.Printer.Format is OutputFormat.Table)
        {
            run.Printer.Table(Facts(caller, run), _facts);
        }
        else
        {
            run.Printer.Message(caller);
        }

        return ExitCodes.Ok;
    });

    static List<(string, string)> Facts(Caller caller, Invocation run) =>
    [
        ("server", run.Connection.Address.AbsoluteUri.TrimEnd('/')), ("name", caller.Name), ("user", Texts.Id(caller.User)), ("by", caller.Method),
        ("roles", string.Join(", ", caller.Roles)), ("groups", string.Join(", ", caller.Groups)), ("owns", string.Join(", ", caller.OwnedTeams.Select(Texts.Id))),
        ("may", string.Join(", ", caller.Permissions)),
    ];
}
